package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.ArrayCheck;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.optim.Adamax;
import org.cotangent.nn.optim.Lbfgs;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.RmsProp;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Objects with settings are immutable: a method that returns another object of the kind leaves the
 * text and the behavior of the one that it is called on as they were.
 */
class SettingsAreCopiesTest {
    private static final Tensor X = Tensor.variable(new double[][] {{0.5, -1, 2}, {1, 0, -2}});
    private static final Tensor SUM = X.square().sum();
    private static final int[] CLASSES = {2, 0};

    /** An object with settings, and what is to be seen of how it behaves. */
    private record Case<T>(T object, Function<T, Object> behavior) {
        Object seen() {
            return object + "\n" + behavior.apply(object);
        }
    }

    private static final Map<Class<?>, Case<?>> CASES = new LinkedHashMap<>();

    private static <T> void add(T object, Function<T, Object> behavior) {
        CASES.put(object.getClass(), new Case<>(object, behavior));
    }

    private static String text(Tensor x) {
        return Arrays.toString(x.toArray());
    }

    private static <T extends Optimizer> void optimizer(T optimizer) {
        add(
                optimizer, // before its first step, after which other arrays are refused
                o -> {
                    // from the same values and the same state, two steps more
                    Parameter q = new Parameter("p", Tensor.vector(1, 2));
                    State before = o.state();
                    o.restore(before);
                    for (int i = 0; i < 2; i++) {
                        o.step(List.of(q), q.value().square().sum().backward());
                    }
                    o.restore(before);
                    return text(q.value()) + before.texts();
                });
    }

    static {
        add(Losses.huber(), l -> text(l.apply(X, Tensor.zeros(2, 3))));
        add(Losses.softmaxCrossEntropy(), l -> text(l.apply(X, CLASSES)));
        add(
                Losses.softmaxCrossEntropy().softLabels(),
                l -> text(l.apply(X, Tensor.of(new double[][] {{0, 0, 1}, {1, 0, 0}}))));
        add(
                Losses.softmaxCrossEntropy().steps(),
                l -> text(l.apply(X.reshape(1, 2, 3), new int[][] {CLASSES})));
        add(Losses.multiclassHinge(), l -> text(l.apply(X, CLASSES)));
        add(Losses.binaryCrossEntropy(), l -> text(l.apply(X, Tensor.ones(2, 3))));
        add(
                Losses.ctc(),
                l -> text(l.apply(X.reshape(1, 2, 3), new int[][] {{CLASSES.length - 1}})));
        add(Metrics.accuracy(), m -> m.apply(X, CLASSES));
        optimizer(new Sgd(0.1, 0.5));
        optimizer(new Adam(0.1));
        optimizer(new AdamW(0.1));
        optimizer(new Adamax(0.1));
        optimizer(new Adagrad(0.1));
        optimizer(new RmsProp(0.1));
        add(ParameterGroup.of("p"), g -> "");
        add(
                Mlp.of(2, 3, 1),
                m -> {
                    Mlp built = m.build(new SeededRandom(1));
                    return built + text(built.apply(Tensor.ones(1, 2)));
                });
        add(Schedules.oneCycle(0.1, 10), s -> s.rate(2) + " " + s.rate(9));
        add(
                new ReduceOnPlateau(0.1).patience(1),
                p -> {
                    State before = p.state();
                    String rates = "";
                    for (int i = 0; i < 4; i++) {
                        rates += " " + p.observe(1);
                    }
                    p.restore(before);
                    return rates + before;
                });
        add(
                new Lbfgs(),
                l -> {
                    Parameter p = new Parameter("p", Tensor.vector(1, 2));
                    State before = l.state();
                    Object end = l.minimize(List.of(p), () -> p.value().square().sum(), 2);
                    l.restore(before);
                    return end;
                });
        add(
                Backward.of(SUM),
                b -> {
                    Gradients g = b.run();
                    return text(g.of(X)) + g;
                });
        add(GradCheck.of(x -> x.tanh(), Tensor.vector(0.5, 1)), c -> c.run().toString());
        add(
                ArrayCheck.gradient(x -> x[0] * x[1], x -> new double[] {x[1], x[0]}, 0.5, 2),
                c -> c.run().toString());
    }

    /** The arguments of settings, by their types. */
    private static final Map<Class<?>, Object> ARGUMENTS =
            Map.ofEntries(
                    Map.entry(double.class, 0.25),
                    Map.entry(int.class, 3),
                    Map.entry(long.class, 3L),
                    Map.entry(String.class, "named"),
                    Map.entry(Activation.class, Activation.TANH),
                    Map.entry(Initializer.class, Initializers.he()),
                    Map.entry(Loss.class, Losses.huber()),
                    Map.entry(double[].class, new double[] {0.5, 1, 2}),
                    Map.entry(Tensor.class, SUM),
                    Map.entry(Tensor[].class, new Tensor[] {X}),
                    Map.entry(ParameterGroup.class, ParameterGroup.of("p").rateFactor(0.5)),
                    Map.entry(UnaryOperator.class, (UnaryOperator<Tensor>) x -> x.mul(2)));

    private static boolean isSetting(Class<?> c, Method m) {
        return Modifier.isPublic(m.getModifiers())
                && !Modifier.isStatic(m.getModifiers())
                && !m.getReturnType().isPrimitive()
                && m.getReturnType() != Object.class
                && m.getReturnType().getName().startsWith("org.cotangent")
                && (m.getReturnType().isAssignableFrom(c)
                        || m.getDeclaringClass().isAssignableFrom(m.getReturnType()));
    }

    @TestFactory
    Stream<DynamicTest> theObjectStaysAsItWas() {
        List<DynamicTest> tests = new ArrayList<>();
        CASES.forEach(
                (c, each) -> {
                    int before = tests.size();
                    Set<String> signatures = new TreeSet<>();
                    for (Method m : c.getMethods()) {
                        // those of a superclass that is not public are there as bridges
                        String signature = m.getName() + Arrays.toString(m.getParameterTypes());
                        if (isSetting(c, m) && signatures.add(signature)) {
                            String name = c.getSimpleName() + "." + m.getName();
                            tests.add(DynamicTest.dynamicTest(name, () -> check(each, m)));
                        }
                    }
                    assertTrue(tests.size() > before, c + " has no settings");
                });
        return tests.stream();
    }

    private static void check(Case<?> each, Method m) throws ReflectiveOperationException {
        Object seen = each.seen();
        Object[] arguments =
                Arrays.stream(m.getParameterTypes())
                        .map(
                                type -> {
                                    assertTrue(ARGUMENTS.containsKey(type), "no " + type);
                                    return ARGUMENTS.get(type);
                                })
                        .toArray();
        m.setAccessible(true);
        Object other;
        try {
            other = m.invoke(each.object, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(m + " refused " + Arrays.toString(arguments), e.getCause());
        }
        assertNotSame(each.object, other);
        assertEquals(seen, each.seen());
    }

    /** The packages whose settings are all among the cases. */
    private static final List<Class<?>> PACKAGES = List.of(Loss.class, Adam.class);

    /** Methods that return an object of their class and are no settings. */
    private static final Set<String> OTHERS =
            Set.of(
                    "ActivationStatistics.activations",
                    "Clipping.optimizer",
                    "Pass.evaluating",
                    "Pass.masked",
                    "Regularizer.plus",
                    "State.child",
                    "State.require",
                    "State.with");

    @Test
    void noSettingIsLeftOut() throws Exception {
        Set<String> missing = new TreeSet<>();
        for (Class<?> one : PACKAGES) {
            Path classes =
                    Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI())
                            .resolve(one.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(classes)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    String name = file.getFileName().toString().replace(".class", "");
                    Class<?> c = Class.forName(one.getPackageName() + "." + name);
                    for (Method m : c.getDeclaredMethods()) {
                        boolean covered =
                                CASES.keySet().stream().anyMatch(c::isAssignableFrom)
                                        || OTHERS.contains(name + "." + m.getName());
                        if (Modifier.isPublic(c.getModifiers()) && isSetting(c, m) && !covered) {
                            missing.add(name + "." + m.getName());
                        }
                    }
                }
            }
        }
        assertEquals(Set.of(), missing);
    }
}
