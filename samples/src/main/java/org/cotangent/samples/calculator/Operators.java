package org.cotangent.samples.calculator;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.jexl3.JexlArithmetic;
import org.apache.commons.jexl3.JexlCache;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlOperator;
import org.apache.commons.jexl3.introspection.JexlMethod;
import org.apache.commons.jexl3.introspection.JexlPropertyGet;
import org.apache.commons.jexl3.introspection.JexlPropertySet;
import org.apache.commons.jexl3.introspection.JexlUberspect;
import org.apache.commons.jexl3.parser.JexlNode;
import org.cotangent.Tensor;

/**
 * The arithmetic of formulas in place of JEXL's: operators of tensors and numbers (Double), which
 * are recorded. As the part of JEXL that looks up methods, properties and classes it finds none, so
 * that a formula reaches nothing but these operators and what its context holds.
 */
final class Operators implements JexlUberspect, JexlOperator.Uberspect {
    @Override
    public Object tryOverload(
            JexlCache.Reference reference, JexlOperator operator, Object... arguments) {
        try {
            return arguments.length == 1
                    ? unary(operator, arguments[0])
                    : binary(operator, arguments[0], arguments[1]);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JexlException((JexlNode) reference, e.getMessage(), e);
        }
    }

    private static Object unary(JexlOperator operator, Object x) {
        return switch (operator) {
            case NEGATE -> x instanceof Double number ? (Object) (-number) : ((Tensor) x).neg();
            case POSITIVIZE -> x;
            case NOT -> Functions.call("eq", x, 0.0);
            default -> throw refused(operator);
        };
    }

    private static Object binary(JexlOperator operator, Object x, Object y) {
        boolean numberFirst = x instanceof Double && y instanceof Tensor;
        return switch (operator) {
            case ADD -> commutative("add", x, y);
            case MULTIPLY -> commutative("mul", x, y);
            case SUBTRACT -> numberFirst ? call("rsub", y, x) : call("sub", x, y);
            case DIVIDE -> numberFirst ? call("rdiv", y, x) : call("div", x, y);
            case LT -> numberFirst ? call("gt", y, x) : call("lt", x, y);
            case LTE -> numberFirst ? call("ge", y, x) : call("le", x, y);
            case GT -> numberFirst ? call("lt", y, x) : call("gt", x, y);
            case GTE -> numberFirst ? call("le", y, x) : call("ge", x, y);
            case EQ -> commutative("eq", x, y);
            case EQSTRICT -> commutative("ne", x, y); // as Token writes !=
            case AND -> call("mul", call("ne", x, 0.0), call("ne", y, 0.0));
            case OR -> call("max", call("ne", x, 0.0), call("ne", y, 0.0));
            case ARRAY_GET -> element(Functions.tensor(x), y);
            default -> throw refused(operator);
        };
    }

    private static Object commutative(String name, Object x, Object y) {
        return x instanceof Double ? call(name, y, x) : call(name, x, y);
    }

    private static Object call(String name, Object... arguments) {
        return Functions.call(name, arguments);
    }

    /** The part of a tensor at a place on its first axis. */
    private static Tensor element(Tensor x, Object index) {
        if (x.rank() == 0) {
            throw new IllegalArgumentException("a number has no elements");
        }
        int extent = x.size(0);
        if (!(index instanceof Double number)
                || number != number.intValue()
                || number < 0
                || number >= extent) {
            throw new IllegalArgumentException(
                    "index "
                            + (index instanceof Double number
                                    ? Numbers.text(number, 17)
                                    : "that is no number of the formula,")
                            + " of shape "
                            + Arrays.toString(x.shape())
                            + "; a whole number from 0 to "
                            + (extent - 1)
                            + " expected");
        }
        int at = number.intValue();
        return x.rank() == 1 ? x.at(at) : x.slice(0, at, at + 1).squeeze(0);
    }

    private static IllegalArgumentException refused(JexlOperator operator) {
        return new IllegalArgumentException(
                "'" + operator.getOperatorSymbol() + "' is not an operator of formulas");
    }

    @Override
    public JexlOperator.Uberspect getOperator(JexlArithmetic arithmetic) {
        return this;
    }

    @Override
    public JexlMethod getOperator(JexlOperator operator, Object... arguments) {
        return null;
    }

    @Override
    public boolean overloads(JexlOperator operator) {
        return true;
    }

    // ---- operators that formulas do not have

    @Override
    public Object tryAssignOverload(
            JexlCache.Reference reference,
            JexlOperator operator,
            Consumer<Object> assign,
            Object... arguments) {
        throw new JexlException((JexlNode) reference, refused(operator).getMessage());
    }

    @Override
    public Object size(JexlCache.Reference reference, Object object) {
        throw new JexlException((JexlNode) reference, refused(JexlOperator.SIZE).getMessage());
    }

    @Override
    public Object empty(JexlCache.Reference reference, Object object) {
        throw new JexlException((JexlNode) reference, refused(JexlOperator.EMPTY).getMessage());
    }

    @Override
    public boolean contains(
            JexlCache.Reference reference, JexlOperator operator, Object left, Object right) {
        throw new JexlException((JexlNode) reference, refused(operator).getMessage());
    }

    @Override
    public boolean startsWith(
            JexlCache.Reference reference, JexlOperator operator, Object left, Object right) {
        return contains(reference, operator, left, right);
    }

    @Override
    public boolean endsWith(
            JexlCache.Reference reference, JexlOperator operator, Object left, Object right) {
        return contains(reference, operator, left, right);
    }

    // ---- nothing is found: no method, property, class or constructor

    @Override
    public JexlArithmetic.Uberspect getArithmetic(JexlArithmetic arithmetic) {
        return this;
    }

    @Override
    public Class<?> getClassByName(String className) {
        return null;
    }

    @Override
    public ClassLoader getClassLoader() {
        return null;
    }

    @Override
    public void setClassLoader(ClassLoader loader) {
        // no class is loaded
    }

    @Override
    public JexlMethod getConstructor(Object type, Object... arguments) {
        return null;
    }

    @Override
    public Iterator<?> getIterator(Object object) {
        return null;
    }

    @Override
    public JexlMethod getMethod(Object object, String method, Object... arguments) {
        return null;
    }

    @Override
    public JexlPropertyGet getPropertyGet(
            List<PropertyResolver> resolvers, Object object, Object name) {
        return null;
    }

    @Override
    public JexlPropertyGet getPropertyGet(Object object, Object name) {
        return null;
    }

    @Override
    public JexlPropertySet getPropertySet(
            List<PropertyResolver> resolvers, Object object, Object name, Object value) {
        return null;
    }

    @Override
    public JexlPropertySet getPropertySet(Object object, Object name, Object value) {
        return null;
    }

    @Override
    public List<PropertyResolver> getResolvers(JexlOperator operator, Object object) {
        return Collections.emptyList();
    }

    @Override
    public int getVersion() {
        return 0;
    }
}
