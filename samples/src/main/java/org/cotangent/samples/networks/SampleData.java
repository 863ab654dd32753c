// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//FILES org/cotangent/samples/diabetes_data_raw.csv.gz=../../../../../resources/org/cotangent/samples/diabetes_data_raw.csv.gz
//FILES org/cotangent/samples/diabetes_target.csv.gz=../../../../../resources/org/cotangent/samples/diabetes_target.csv.gz
//FILES org/cotangent/samples/digits.csv.gz=../../../../../resources/org/cotangent/samples/digits.csv.gz
//FILES org/cotangent/samples/iris.csv=../../../../../resources/org/cotangent/samples/iris.csv
//FILES org/cotangent/samples/mushrooms.csv.gz=../../../../../resources/org/cotangent/samples/mushrooms.csv.gz
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.train.Dataset;

/** The data sets that come with the samples. NOTICE says where each is from. */
public final class SampleData {
    /** The species of {@link #iris()} in the order of their numbers. */
    static final String[] IRIS_SPECIES = {"setosa", "versicolor", "virginica"};

    /** The names of the columns of the inputs of {@link #diabetes()}. */
    static final List<String> DIABETES_FEATURES =
            List.of(
                    "age",
                    "sex",
                    "body mass index",
                    "blood pressure",
                    "total cholesterol",
                    "low-density lipoproteins",
                    "high-density lipoproteins",
                    "total / high-density",
                    "log of triglycerides",
                    "blood sugar");

    private static final String FOLDER = "/org/cotangent/samples/";

    private SampleData() {}

    /**
     * Flowers: 150 of 3 species, 50 each. The inputs are length and width of the sepals, and of the
     * petals, in centimeters.
     */
    public static Dataset<Tensor, int[]> iris() {
        // the first line tells the numbers of rows and columns and the species: no sample
        Table table = open("iris.csv", Csv.plain().withHeader()::read);
        return Dataset.ofClasses(table.tensor(0, 4), table.classes(4));
    }

    /**
     * Mushrooms: 8,124, each with its "edibility" (e edible, p poisonous) and 22 properties, a
     * letter each. A "?" in "stalk-root" means that the root was not seen, and is null in the
     * table.
     */
    public static Table mushrooms() {
        return open("mushrooms.csv.gz", Csv.plain().withHeader().missing("?")::readText);
    }

    /**
     * Patients: 442 with 10 measurements each, in their own units, and how far their diabetes had
     * gone a year later, from 25 to 346; the values have shape [442, 1].
     */
    public static Dataset<Tensor, Tensor> diabetes() {
        Csv blanks = Csv.plain().separatedBy(' ');
        Table inputs = open("diabetes_data_raw.csv.gz", blanks::read);
        Table values = open("diabetes_target.csv.gz", blanks::read);
        return Dataset.ofValues(inputs.tensor(), values.tensor());
    }

    /** Handwritten digits: 1,797 images of 8x8 pixels, row by row, from 0 (paper) to 16 (ink). */
    public static Dataset<Tensor, int[]> digits() {
        Table table = open("digits.csv.gz", Csv.plain()::read);
        return Dataset.ofClasses(table.tensor(0, 64), table.classes(64));
    }

    @FunctionalInterface
    private interface Reader<R> {
        R read(InputStream in, String source) throws IOException;
    }

    private static <R> R open(String name, Reader<R> reader) {
        try (InputStream in = SampleData.class.getResourceAsStream(FOLDER + name)) {
            return reader.read(in, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
