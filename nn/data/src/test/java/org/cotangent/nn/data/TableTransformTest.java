package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.cotangent.nn.Damage;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;

class TableTransformTest {
    private static final String TRAIN = "id,w,h,color\n7,1,?,red\n8,3,5,blue\n9,?,7,red\n";

    private static Table table(String text) throws IOException {
        return Csv.plain().withHeader().missing("?").readText(new StringReader(text), "data");
    }

    private static TableTransform mixed() throws IOException {
        return TableTransform.of()
                .categories("color")
                .unknown(Unknown.ZEROS)
                .missing(Missing.MOST_FREQUENT)
                .numbers("h", "w")
                .missing(Missing.MEAN)
                .indicated()
                .numbers(0)
                .with(MinMax::fit)
                .codes("color")
                .missing(Missing.OWN_CATEGORY)
                .unknown(Unknown.REFUSE)
                .fit(table(TRAIN));
    }

    @Test
    void eachGroupInItsOwnWay() throws IOException {
        TableTransform transform = mixed();
        assertEquals(
                List.of(
                        "color=blue",
                        "color=red",
                        "h",
                        "w",
                        "h missing",
                        "w missing",
                        "0",
                        "color"),
                transform.names());
        assertEquals(8, transform.outputs());
        assertArrayEquals(
                new double[][] {
                    {0, 1, 6, 1, 1, 0, 0, 1}, {1, 0, 5, 3, 0, 0, 0.5, 0}, {0, 1, 7, 2, 0, 1, 1, 1}
                },
                transform.apply(table(TRAIN)).toMatrix());
        assertEquals(
                "categories [color]; numbers [h, w]; numbers [0]; codes [color]",
                transform.toString());
    }

    @Test
    void otherTablesAreTreatedAsTheTrainingDataWere() throws IOException {
        Table other = table("id,color,h,w\n9,?,?,4\n5,blue,1,?\n");
        // the most frequent color is red, the gaps 6 and 2; columns by name may stand elsewhere
        assertArrayEquals(
                new double[][] {{0, 1, 6, 4, 1, 0, 1, 2}, {1, 0, 1, 2, 0, 1, -1, 0}},
                mixed().apply(other).toMatrix());
    }

    @Test
    void unknownCategoriesAreZerosOrRefused() throws IOException {
        Table green = table("id,w,h,color\n7,1,1,red\n7,1,1,green\n");
        Refusal.of(
                IllegalArgumentException.class,
                () -> mixed().apply(green),
                "data, line 3",
                "\"color\"",
                "\"green\"",
                "2 categories");
        TableTransform zeros =
                TableTransform.of().categories(3).unknown(Unknown.ZEROS).fit(table(TRAIN));
        assertArrayEquals(new double[][] {{0, 1}, {0, 0}}, zeros.apply(green).toMatrix());
    }

    @Test
    void missingCellsAreRefusedUnlessSomethingWasSaid() throws IOException {
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().numbers("id", "h").fit(table(TRAIN)),
                "data, line 2",
                "\"h\"",
                "missing");
        Table gap = table("id,w,h,color\n7,1,1,?\n");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().categories("color").fit(gap),
                "\"color\"",
                "all are missing");
        TableTransform strict = TableTransform.of().categories("color").fit(table(TRAIN));
        Refusal.of(
                IllegalArgumentException.class,
                () -> strict.apply(gap),
                "data, line 2",
                "\"color\"",
                "missing");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().numbers("color").missing(Missing.MEDIAN).fit(gap),
                "\"color\"",
                "all are missing");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().numbers("color").fit(table(TRAIN)),
                "line 2",
                "\"red\"",
                "number");
    }

    @Test
    void missingCanBeTheOnlyCategory() throws IOException {
        Table gap = table("a\n?\n?\n");
        TableTransform transform =
                TableTransform.of()
                        .categories("a")
                        .missing(Missing.OWN_CATEGORY)
                        .unknown(Unknown.ZEROS)
                        .fit(gap);
        assertEquals(List.of("a missing"), transform.names());
        assertArrayEquals(
                new double[][] {{1}, {0}},
                TableTransform.of(transform.state()).apply(table("a\n?\nx\n")).toMatrix());
    }

    @Test
    void whatWasSavedGivesTheSameBits() throws IOException {
        String odd = "a,\"b\nc\",n\n\"x,\"\"y\"\"\",,0.1\n,z,0.3\nu,z,0.7\n";
        TableTransform transform =
                TableTransform.of()
                        .categories("a", "b\nc")
                        .with(x -> Pca.fit(x, 2))
                        .numbers(2)
                        .with(Standardizer::fit)
                        .fit(table(odd));
        assertEquals(List.of("pca 0", "pca 1", "2"), transform.names());
        for (TableTransform one : List.of(transform, mixed())) {
            TableTransform again = TableTransform.of(one.state());
            assertEquals(one.names(), again.names());
            Table data = one == transform ? table(odd) : table(TRAIN);
            assertArrayEquals(one.apply(data).toArray(), again.apply(data).toArray());
        }
        for (TableTransform one : List.of(transform, mixed())) {
            Map<String, State> damaged = Damage.other(one.state());
            // a group without a further transform is none that is damaged
            Damage.less(one.state())
                    .forEach((path, state) -> damaged.put("without " + path, state));
            damaged.keySet().removeIf(path -> path.matches("without .*/then"));
            assertTrue(damaged.size() > 40);
            damaged.forEach(
                    (path, state) ->
                            Refusal.of(
                                    IllegalArgumentException.class,
                                    () -> TableTransform.of(state),
                                    "state of table-transform",
                                    path.substring(path.lastIndexOf('/') + 1)));
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        TableTransform.Groups none = TableTransform.of();
        Refusal.of(IllegalStateException.class, () -> none.missing(Missing.MEAN), "no group");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().numbers(0).missing(Missing.OWN_CATEGORY),
                "OWN_CATEGORY",
                "numbers");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().categories(0).missing(Missing.MEAN),
                "MEAN",
                "categories");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().codes(0).unknown(Unknown.ZEROS),
                "ZEROS",
                "codes");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().categories(0).indicated(),
                "categories");
        Refusal.of(
                IllegalStateException.class,
                () -> TableTransform.of().numbers(0).with(MinMax::fit).with(MinMax::fit),
                "Pipeline");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().fit(table(TRAIN)),
                "no groups");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TableTransform.of().numbers(4).fit(table(TRAIN)),
                "column 4",
                "0 .. 3");
    }

    @Test
    void mushroomsWithTheirMissingRoots() throws IOException {
        try (InputStream in =
                TableTransformTest.class.getResourceAsStream("/data/mushrooms-extract.csv")) {
            Table all = Csv.plain().withHeader().missing("?").readText(in, "mushrooms");
            Table features = all.without("edibility");
            TableTransform transform =
                    TableTransform.of()
                            .categories(features.names().toArray(new String[0]))
                            .missing(Missing.OWN_CATEGORY)
                            .fit(features);
            double[][] x = transform.apply(features).toMatrix();
            int root = transform.names().indexOf("stalk-root missing");
            for (int r = 0; r < x.length; r++) {
                double sum = 0;
                for (double cell : x[r]) {
                    sum += cell;
                }
                assertEquals(22, sum);
                assertEquals(all.text(r, all.column("stalk-root")) == null ? 1 : 0, x[r][root]);
            }
        }
    }
}
