package org.cotangent.samples.calculator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.jexl3.JexlArithmetic;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlScript;
import org.apache.commons.jexl3.introspection.JexlMethod;
import org.cotangent.Tensor;

/** A formula that was read: a function of tensors, whose operations are recorded. */
final class Formula {
    /**
     * Evaluates translated formulas. Switched off are all features of JEXL but statements,
     * assignments and indices, and {@link Operators} finds no classes and methods.
     */
    static final JexlEngine ENGINE =
            new JexlBuilder()
                    .features(
                            JexlFeatures.createNone()
                                    .script(true)
                                    .sideEffect(true)
                                    .sideEffectGlobal(true)
                                    .arrayReferenceExpr(true))
                    .arithmetic(new JexlArithmetic(true))
                    .uberspect(new Operators())
                    .strict(true)
                    .safe(false)
                    .silent(false)
                    .create();

    private static final Map<String, Double> CONSTANTS =
            Map.of("pi", Math.PI, "e", Math.E, "true", 1.0, "false", 0.0);

    private final Source source;
    private final Translator names;
    private final List<Token> translation;
    private final JexlScript script;

    private Formula(Source source) {
        this.source = source;
        this.names = new Translator(source, Functions::resolve);
        this.translation = names.translate();
        try {
            this.script =
                    ENGINE.createScript(
                            translation.stream()
                                    .map(Token::text)
                                    .collect(Collectors.joining("\n")));
        } catch (JexlException e) {
            Token token = translation.get(Math.max(0, e.getInfo().getLine() - 1));
            throw Token.unexpected(source, token.offset(), "");
        }
    }

    /**
     * Reads a formula.
     *
     * @param source the formula: statements on lines of their own or between semicolons, all but
     *     the last assignments
     * @throws FormulaException if it cannot be read
     */
    static Formula read(Source source) {
        return new Formula(source);
    }

    /** The value of a formula without variables, such as pi / 2 or [1, 2, 3]. */
    static Tensor constant(Source source) {
        return read(source).apply(Map.of());
    }

    /** The variables: names that are not assigned and not constants, in order of appearance. */
    List<String> variables(Set<String> given) {
        return names.free().keySet().stream()
                .filter(name -> given.contains(name) || !CONSTANTS.containsKey(name))
                .toList();
    }

    /**
     * Refuses values that the formula has no variable for.
     *
     * @param given the names of variables that get a value
     */
    void requireVariables(Set<String> given) {
        List<String> variables = variables(given);
        for (String name : given) {
            Token assignment = names.assigned().get(name);
            if (assignment != null) {
                throw new FormulaException(
                        source,
                        assignment.offset(),
                        name + " is assigned",
                        "; no other value can be given to it");
            }
            if (!variables.contains(name)) {
                throw new FormulaException(
                        name
                                + " is given, but not a variable of the formula; "
                                + (variables.isEmpty()
                                        ? "it has none"
                                        : "it has " + String.join(", ", variables)));
            }
        }
    }

    /** The name of the result: that of an assignment that ends the formula, or f. */
    String result() {
        List<String> assigned = List.copyOf(names.assigned().keySet());
        int last = translation.size() - 1;
        while (last > 0 && !translation.get(last - 1).is(";")) {
            last--;
        }
        return last + 1 < translation.size() && translation.get(last + 1).is("=")
                ? assigned.get(assigned.size() - 1)
                : "f";
    }

    /** The formula in one line. */
    String title() {
        return source.text().strip().replaceAll("\\s*\\n\\s*", "; ");
    }

    /**
     * The value at some values of the variables.
     *
     * @throws FormulaException if one has no value, or an operation refuses what it gets
     */
    Tensor apply(Map<String, Tensor> values) {
        requireAll(values);
        Scope scope = new Scope(values);
        try {
            return Functions.tensor(script.execute(scope));
        } catch (JexlException.StackOverflow e) {
            throw new StackOverflowError();
        } catch (JexlException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // the node of an operation begins behind its operator or the name of the function
            Token token = translation.get(Math.max(0, e.getInfo().getLine() - 2));
            throw new FormulaException(
                    source,
                    token.offset(),
                    "'" + Token.spelling(source, token.offset()) + "' refused",
                    ": " + cause.getMessage());
        }
    }

    private void requireAll(Map<String, Tensor> values) {
        List<String> missing = new ArrayList<>(variables(values.keySet()));
        missing.removeAll(values.keySet());
        if (missing.isEmpty()) {
            return;
        }
        String first = missing.get(0);
        String called =
                Functions.resolve(first) == null ? "" : "; as a function it is " + first + "(...)";
        String examples = missing.stream().map(n -> n + "=1").collect(Collectors.joining(" "));
        throw new FormulaException(
                source,
                names.free().get(first).offset(),
                "unknown variable " + first,
                "; give a value, as in " + examples + called);
    }

    /** Variables by their translated names, and functions. */
    private final class Scope implements JexlContext {
        private final Map<String, Object> values = new HashMap<>();

        Scope(Map<String, Tensor> given) {
            for (String name : names.free().keySet()) {
                Object value = given.containsKey(name) ? given.get(name) : CONSTANTS.get(name);
                values.put(name, value);
            }
        }

        @Override
        public Object get(String name) {
            return name.startsWith("f_")
                    ? new Call(name.substring(2))
                    : values.get(names.name(name));
        }

        @Override
        public boolean has(String name) {
            return name.startsWith("f_") || values.containsKey(names.name(name));
        }

        @Override
        public void set(String name, Object value) {
            String own = names.name(name);
            if (value instanceof Tensor tensor && tensor.name() == null) {
                tensor.named(own);
            }
            values.put(own, value);
        }
    }

    /**
     * A function of the library, called by a formula.
     *
     * @param name its name
     */
    private record Call(String name) implements JexlMethod {
        @Override
        public Object invoke(Object target, Object... arguments) {
            return Functions.call(name, arguments);
        }

        @Override
        public Object tryInvoke(String function, Object target, Object... arguments) {
            return invoke(target, arguments);
        }

        @Override
        public Class<?> getReturnType() {
            return Object.class;
        }

        @Override
        public boolean isCacheable() {
            return false;
        }

        @Override
        public boolean tryFailed(Object result) {
            return false;
        }
    }
}
