package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Damage;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;

class TransformsTest {
    private static final double NAN = Double.NaN;

    private static Tensor matrix(double[]... rows) {
        return Tensor.of(rows);
    }

    private static Tensor random(int rows, int columns) {
        return Tensor.normal(new SplittableRandom(7), rows, columns);
    }

    @Test
    void centeringAndScalingAreTheHalvesOfStandardizing() {
        Tensor data = matrix(new double[] {1, 5, 0}, new double[] {5, 5, 4});
        assertArrayEquals(
                new double[] {-2, 0, -2, 2, 0, 2},
                Standardizer.centering(data).apply(data).toArray());
        assertArrayEquals(
                new double[] {0.5, 5, 0, 2.5, 5, 2},
                Standardizer.scaling(data).apply(data).toArray());
    }

    @Test
    void minMaxTakesTheRangeToTheBoundsExactly() {
        Tensor data = random(50, 3);
        double[] range = MinMax.fit(data, -0.1, 0.3).apply(data).toArray();
        for (int c = 0; c < 3; c++) {
            double least = 9;
            double largest = -9;
            for (int r = 0; r < 50; r++) {
                least = Math.min(least, range[3 * r + c]);
                largest = Math.max(largest, range[3 * r + c]);
            }
            assertEquals(-0.1, least);
            assertEquals(0.3, largest);
        }
        Tensor one = matrix(new double[] {7, -3});
        assertArrayEquals(new double[] {2, 2}, MinMax.fit(one, 2, 3).apply(one).toArray());
    }

    @Test
    void minMaxRefusesWhatItCannotSpan() {
        Tensor data = matrix(new double[] {0, -1e308}, new double[] {1, 1e308});
        Refusal.of(IllegalArgumentException.class, () -> MinMax.fit(data), "column 1", "1.0E308");
        double[][] wrong = {{1, 1}, {2, 1}, {NAN, 1}, {0, Double.POSITIVE_INFINITY}};
        for (double[] bounds : wrong) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> MinMax.fit(random(2, 2), bounds[0], bounds[1]),
                    "" + bounds[0],
                    "" + bounds[1]);
        }
    }

    @Test
    void gapsAreFilledWithMeanMedianOrMostFrequent() {
        Tensor train =
                matrix(
                        new double[] {1, NAN},
                        new double[] {9, 4},
                        new double[] {NAN, 4},
                        new double[] {2, -1},
                        new double[] {9, -1},
                        new double[] {4, 8});
        Tensor gap = matrix(new double[] {NAN, NAN}, new double[] {3, NAN});
        // means 25 / 5 and 14 / 5; medians of 1 2 4 9 9 and -1 -1 4 4 8; -1 and 4 tie
        assertArrayEquals(
                new double[] {5, 2.8, 3, 2.8},
                Imputer.fit(train, Missing.MEAN).apply(gap).toArray(),
                1e-15);
        assertArrayEquals(
                new double[] {4, 4, 3, 4}, Imputer.fit(train, Missing.MEDIAN).apply(gap).toArray());
        assertArrayEquals(
                new double[] {9, -1, 3, -1},
                Imputer.fit(train, Missing.MOST_FREQUENT).apply(gap).toArray());
        Tensor even =
                matrix(new double[] {1}, new double[] {4}, new double[] {2}, new double[] {8});
        assertEquals(3, Imputer.fit(even, Missing.MEDIAN).values().value());
        Tensor huge = matrix(new double[] {1.6e308}, new double[] {1.7e308});
        assertEquals(1.65e308, Imputer.fit(huge, Missing.MEDIAN).values().value(), 1e293);
    }

    @Test
    void indicatorsStandBehindForColumnsWithGapsInTraining() {
        Tensor train = matrix(new double[] {1, 2, 3}, new double[] {1, NAN, 5});
        Imputer imputer = Imputer.fit(train, Missing.MEDIAN).indicated();
        assertEquals(4, imputer.outputs());
        assertArrayEquals(
                new double[] {1, 2, 7, 1, 3, 9, 4, 0},
                imputer.apply(matrix(new double[] {NAN, NAN, 7}, new double[] {3, 9, NAN}))
                        .toArray());
    }

    @Test
    void gradientsPassWhatIsThereAndNotWhatWasFilledIn() {
        Imputer imputer = Imputer.fit(matrix(new double[] {2, 3}), Missing.MEAN);
        Tensor x = Tensor.variable(new double[][] {{NAN, 5}});
        assertArrayEquals(
                new double[] {0, 10}, imputer.apply(x).square().sum().backward().of(x).toArray());
    }

    @Test
    void missingNumbersAreRefusedWhereTheyMustNotBe() {
        Tensor gap = matrix(new double[] {1, 2}, new double[] {3, NAN});
        String[] place = {"row 1", "column 1", "missing"};
        Refusal.of(IllegalArgumentException.class, () -> Imputer.fit(gap, Missing.REFUSE), place);
        Imputer strict = Imputer.fit(random(3, 2), Missing.REFUSE);
        Refusal.of(IllegalArgumentException.class, () -> strict.apply(gap), place);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Imputer.fit(matrix(new double[] {1, NAN}), Missing.MEAN),
                "column 1",
                "no numbers");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Imputer.fit(gap, Missing.OWN_CATEGORY),
                "MEDIAN");
        Refusal.of(
                UnsupportedOperationException.class,
                () -> strict.inverse(gap),
                "imputer of 2 columns",
                "no inverse");
    }

    @Test
    void oneHotOfNumbers() {
        Tensor train = matrix(new double[] {3, 0}, new double[] {-1, 0}, new double[] {3, -0.0});
        OneHot hot = OneHot.fit(train);
        assertEquals("one-hot (2 to 3)", hot.toString());
        Tensor y = hot.apply(matrix(new double[] {3, 0}, new double[] {-1, -0.0}));
        assertArrayEquals(new double[] {0, 1, 1, 1, 0, 1}, y.toArray());
        assertArrayEquals(new double[] {3, 0, -1, 0}, hot.inverse(y).toArray());
        assertArrayEquals(
                new double[] {-1, NAN, 3, 0},
                hot.inverse(matrix(new double[] {0.6, 0.4, 0}, new double[] {0.1, 0.2, 3}))
                        .toArray());
        Tensor other = matrix(new double[] {3, 7});
        Refusal.of(
                IllegalArgumentException.class,
                () -> hot.apply(other),
                "7.0",
                "row 0",
                "column 1",
                "1 categories");
        OneHot lenient = hot.unknown(Unknown.ZEROS);
        assertArrayEquals(new double[] {0, 1, 0}, lenient.apply(other).toArray());
        Refusal.of(
                IllegalArgumentException.class,
                () -> lenient.apply(matrix(new double[] {NAN, 0})),
                "NaN");
        assertArrayEquals(
                new double[] {0, 1, 0, 1, 0, 0}, OneHot.of(new int[] {1, 0}, 3).toArray());
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> OneHot.of(new int[] {0, 3}, 3),
                "class 3",
                "row 1",
                "0 .. 2");
    }

    @Test
    void aPipelineLearnsEachStepFromTheOneBefore() {
        Tensor train = matrix(new double[] {0, NAN}, new double[] {4, 1}, new double[] {8, 3});
        Pipeline pipeline =
                Pipeline.fit(
                        train,
                        x -> Imputer.fit(x, Missing.MEAN).indicated(),
                        MinMax::fit,
                        x -> Standardizer.centering(x));
        assertEquals(2, pipeline.inputs());
        assertEquals(3, pipeline.outputs());
        // filled 2: ranges 0..8, 1..3, 0..1; means 1/2, 1/2, 1/3
        assertArrayEquals(
                new double[] {-0.5, 0, 2 / 3., 0, -0.5, -1 / 3., 0.5, 0.5, -1 / 3.},
                pipeline.apply(train).toArray(),
                1e-15);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Pipeline.of(pipeline, pipeline),
                "puts out 3",
                "takes 2");
        Refusal.of(IllegalArgumentException.class, () -> Pipeline.fit(train), "no steps");
    }

    @Test
    void columnsInGroups() {
        Tensor train = matrix(new double[] {1, 20, 0, 0.1}, new double[] {3, 40, 2, 6});
        ColumnTransform transform =
                ColumnTransform.of()
                        .columns(OneHot::fit, 2)
                        .keep(3)
                        .columns(Standardizer::fit, 1, 0)
                        .fit(train);
        Tensor y = transform.apply(train);
        assertArrayEquals(new double[] {1, 0, 0.1, -1, -1, 0, 1, 6, 1, 1}, y.toArray());
        assertArrayEquals(train.toArray(), transform.inverse(y).toArray());
        ColumnTransform some = ColumnTransform.of().keep(1).fit(train);
        Refusal.of(
                UnsupportedOperationException.class,
                () -> some.inverse(some.apply(train)),
                "column 0",
                "left out");
        Refusal.of(
                IllegalArgumentException.class,
                () -> ColumnTransform.of().keep(4).fit(train),
                "column 4",
                "0 .. 3");
        Refusal.of(
                IllegalArgumentException.class, () -> ColumnTransform.of().fit(train), "no groups");
        Refusal.of(
                IllegalArgumentException.class,
                () -> ColumnTransform.of().keep(),
                "without columns");
    }

    /** One of each kind, learned from data with four columns. */
    private static List<Transform> oneOfEach() {
        Tensor data = random(30, 4);
        Tensor classes = data.floor();
        return List.of(
                Standardizer.fit(data),
                Standardizer.centering(data),
                Standardizer.scaling(data),
                MinMax.fit(data, -1, 1 / 3.),
                Pca.fit(data),
                Pca.fit(data, 2).whitened(0.1),
                Imputer.fit(data, Missing.MEDIAN).indicated(),
                Imputer.fit(data, Missing.REFUSE),
                Pipeline.of(
                        ColumnTransform.of().keep(0, 1, 2, 3).fit(data),
                        OneHot.fit(classes).unknown(Unknown.ZEROS)),
                Pipeline.fit(data, Standardizer::fit, x -> Pca.fit(x, 3).whitened(0)),
                ColumnTransform.of()
                        .columns(x -> Pipeline.fit(x, MinMax::fit, Pca::fit), 3, 1)
                        .columns(Standardizer::fit, 0)
                        .fit(data));
    }

    @Test
    void whatWasSavedGivesTheSameBits() {
        Tensor x = Tensor.normal(new SplittableRandom(8), 20, 4);
        for (Transform transform : oneOfEach()) {
            State state = transform.state();
            Transform again = Transforms.of(state);
            assertEquals(transform.getClass(), again.getClass());
            assertEquals(transform.toString(), again.toString());
            assertEquals(transform.outputs(), again.outputs());
            assertArrayEquals(
                    transform.apply(x).toArray(), again.apply(x).toArray(), transform::toString);
            // through text and back, as a file keeps numbers
            assertEquals(state.texts(), again.state().texts());
        }
    }

    @Test
    void inversesLeadBack() {
        Tensor x = Tensor.normal(new SplittableRandom(8), 20, 4);
        for (Transform transform :
                List.of(
                        oneOfEach().get(0),
                        oneOfEach().get(1),
                        oneOfEach().get(2),
                        oneOfEach().get(3),
                        oneOfEach().get(4),
                        Pca.fit(random(30, 4)).whitened(1e-3),
                        Pipeline.fit(random(30, 4), MinMax::fit, Pca::fit))) {
            assertArrayEquals(
                    x.toArray(),
                    transform.inverse(transform.apply(x)).toArray(),
                    1e-13,
                    transform::toString);
        }
    }

    @Test
    void statesThatAreDamagedAreRefused() {
        for (Transform transform : oneOfEach()) {
            State state = transform.state();
            for (Map<String, State> damaged : List.of(Damage.less(state), Damage.other(state))) {
                assertTrue(damaged.size() > 1, transform::toString);
                damaged.forEach(
                        (path, one) ->
                                Refusal.of(
                                        IllegalArgumentException.class,
                                        () -> Transforms.of(one),
                                        "state of " + state.kind(),
                                        path.substring(path.lastIndexOf('/') + 1)));
            }
            for (String name : state.tensors().keySet()) {
                State other = Damage.with(state, name, Tensor.zeros(1, 9));
                Refusal.of(
                        IllegalArgumentException.class, () -> Transforms.of(other), "[1, 9]", name);
            }
        }
        State scales = Standardizer.fit(random(5, 2)).state();
        State zero = Damage.with(scales, "deviations", Tensor.vector(1, 0));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Transforms.of(zero),
                "\"deviations\" is a tensor of shape [2], [1, 0]; positive numbers expected");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Transforms.of(new State("adam")),
                "state of adam: is not a transformation");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Transforms.of(LabelEncoder.fit(1).state()),
                "LabelEncoder.of");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Transforms.of(new State("pipeline").with("steps", 2000000000)),
                "steps",
                "2000000000");
    }

    @Test
    void otherShapesAreRefused() {
        for (Transform transform : oneOfEach()) {
            String expected = transform.inputs() + " columns";
            for (Tensor x : List.of(Tensor.zeros(2, 5), Tensor.zeros(4), Tensor.zeros(1, 4, 1))) {
                Refusal.of(IllegalArgumentException.class, () -> transform.apply(x), expected);
            }
        }
    }

    @Test
    void noRowsAreNoRows() {
        for (Transform transform : oneOfEach()) {
            assertArrayEquals(
                    new int[] {0, transform.outputs()},
                    transform.apply(Tensor.zeros(0, 4)).shape(),
                    transform::toString);
        }
    }
}
