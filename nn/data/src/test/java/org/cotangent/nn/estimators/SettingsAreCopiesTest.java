package org.cotangent.nn.estimators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.data.ColumnTransform;
import org.cotangent.nn.data.MinMax;
import org.cotangent.nn.data.Missing;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.data.TableTransform;
import org.cotangent.nn.data.Unknown;
import org.cotangent.nn.train.Progress;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A setting of estimators, or a group of columns more, is a copy; the first stays as it was. */
class SettingsAreCopiesTest {
    private static final Tensor X = Tensor.iota(12).square().reshape(6, 2);
    private static final int[] CLASSES = {0, 1, 0, 1, 1, 1};
    private static final Missing OWN = Missing.OWN_CATEGORY;
    private static final Table TABLE =
            Table.of(
                    List.of("a", "b"),
                    new String[][] {{"1", "x"}, {"7", "y"}, {null, null}, {"0", "y"}});

    private record Case<T>(
            String name, T first, UnaryOperator<T> setting, Function<T, Object> seen) {
        void check() {
            Object before = seen.apply(first);
            T copy = setting.apply(first);
            assertEquals(before, seen.apply(first), "of the first");
            assertNotEquals(before, seen.apply(copy), "of the copy");
        }
    }

    private static final List<Case<?>> CASES = new ArrayList<>();

    private static String settings(Configurable<?> estimator) {
        return Arrays.stream(EstimatorSettings.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .map(field -> text(field, estimator.settings))
                        .collect(Collectors.joining(", "))
                + System.identityHashCode(estimator.progress);
    }

    private static String text(Field field, Object from) {
        try {
            return field.getName() + " " + Arrays.deepToString(new Object[] {field.get(from)});
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static <S extends Configurable<S>> void estimator(S first) {
        Function<S, Object> seen = SettingsAreCopiesTest::settings;
        CASES.add(
                new Case<>(
                        "activation(Activation)", first, e -> e.activation(Activation.RELU), seen));
        CASES.add(new Case<>("batchSize(int)", first, e -> e.batchSize(3), seen));
        CASES.add(
                new Case<>(
                        "earlyStopping(double, int)", first, e -> e.earlyStopping(0.5, 3), seen));
        CASES.add(new Case<>("epochs(int)", first, e -> e.epochs(3), seen));
        CASES.add(new Case<>("hidden(int[])", first, e -> e.hidden(3), seen));
        CASES.add(new Case<>("l2(double)", first, e -> e.l2(0.5), seen));
        CASES.add(new Case<>("learningRate(double)", first, e -> e.learningRate(0.5), seen));
        CASES.add(new Case<>("progress(Progress)", first, e -> e.progress(Progress.auto()), seen));
        CASES.add(new Case<>("seed(long)", first, e -> e.seed(3), seen));
        CASES.add(
                new Case<>(
                        "withoutEarlyStopping()", first, Configurable::withoutEarlyStopping, seen));
    }

    private static void classifier(String name, UnaryOperator<MlpClassifier> setting) {
        MlpClassifier quick = new MlpClassifier().hidden(1).epochs(1);
        CASES.add(new Case<>(name, quick, setting, c -> c.seed(1).fit(X, CLASSES).classes()));
    }

    private static void table(
            String name,
            TableTransform.Groups first,
            UnaryOperator<TableTransform.Groups> setting) {
        CASES.add(
                new Case<>(
                        name,
                        first,
                        setting,
                        groups -> {
                            TableTransform fitted = groups.fit(TABLE);
                            return fitted.names()
                                    + Arrays.toString(fitted.apply(TABLE).toArray())
                                    + fitted.state().children("groups").get(0).text("unknown");
                        }));
    }

    private static void columns(String name, UnaryOperator<ColumnTransform.Groups> setting) {
        ColumnTransform.Groups first = ColumnTransform.of().columns(Standardizer::fit, 0);
        CASES.add(new Case<>(name, first, setting, groups -> groups.fit(X).toString()));
    }

    static {
        estimator(new MlpClassifier());
        estimator(new MlpRegressor().hidden(2).epochs(1).fit(X, Tensor.iota(6)));
        classifier("labels(int[])", c -> c.labels(0, 1, 2));
        classifier("labels(String[])", c -> c.labels("0", "1", "2"));
        TableTransform.Groups numbers = TableTransform.of().numbers("a").missing(Missing.MEAN);
        TableTransform.Groups texts =
                TableTransform.of().categories("b").missing(Missing.MOST_FREQUENT);
        table("numbers(String[])", texts, g -> g.numbers("a").missing(Missing.MEAN));
        table("numbers(int[])", texts, g -> g.numbers(0).missing(Missing.MEAN));
        table("categories(String[])", numbers, g -> g.categories("b").missing(OWN));
        table("categories(int[])", numbers, g -> g.categories(1).missing(OWN));
        table("codes(String[])", numbers, g -> g.codes("b").missing(OWN));
        table("codes(int[])", numbers, g -> g.codes(1).missing(OWN));
        table("missing(Missing)", numbers, g -> g.missing(Missing.MEDIAN));
        table("unknown(Unknown)", texts, g -> g.unknown(Unknown.ZEROS));
        table("indicated()", numbers, TableTransform.Groups::indicated);
        table("with(Function)", numbers, g -> g.with(MinMax::fit));
        columns("columns(Function, int[])", g -> g.columns(MinMax::fit, 1));
        columns("keep(int[])", g -> g.keep(1));
    }

    @TestFactory
    Stream<DynamicTest> theFirstStaysAsItWas() {
        return CASES.stream()
                .map(
                        one ->
                                DynamicTest.dynamicTest(
                                        one.first.getClass().getSimpleName() + "." + one.name,
                                        one::check));
    }

    @Test
    void noSettingIsLeftOut() {
        Set<String> found = new TreeSet<>();
        for (Class<?> c :
                List.of(
                        MlpClassifier.class,
                        MlpRegressor.class,
                        TableTransform.Groups.class,
                        ColumnTransform.Groups.class)) {
            for (Method m : c.getMethods()) {
                if (!Modifier.isStatic(m.getModifiers())
                        && m.getReturnType() != Object.class
                        && m.getReturnType().isAssignableFrom(c)
                        && !m.getName().matches("fit|partialFit")) {
                    found.add(
                            Arrays.stream(m.getParameterTypes())
                                    .map(Class::getSimpleName)
                                    .collect(Collectors.joining(", ", m.getName() + "(", ")")));
                }
            }
        }
        assertEquals(CASES.stream().map(Case::name).collect(Collectors.toSet()), found);
    }

    private static double[] outputs(MlpClassifier classifier) {
        return classifier.predictProbabilities(X).toArray();
    }

    @Test
    void copiesOfAFittedEstimatorLearnEachForItself() {
        MlpClassifier first = new MlpClassifier().hidden(3).epochs(2).batchSize(2);
        first.partialFit(X, CLASSES);
        double[] before = outputs(first);
        // settings that only another fit heeds
        MlpClassifier copy = first.hidden(5).labels(1, 2, 3);
        MlpClassifier slow = first.learningRate(1e-9);
        assertArrayEquals(before, outputs(copy));
        copy.partialFit(X, CLASSES);
        assertFalse(Arrays.equals(before, outputs(copy)));
        assertArrayEquals(before, outputs(first));
        // weights, running means of Adam, and the order of the rows are those of the first
        assertArrayEquals(outputs(first.partialFit(X, CLASSES)), outputs(copy));
        assertArrayEquals(before, outputs(slow.partialFit(X, CLASSES)), 1e-6);
    }
}
