package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class CsvPropertyTest {
    @Property(tries = 200)
    void everyFiniteNumberSurvives(@ForAll @Size(min = 1, max = 6) double[] row)
            throws IOException {
        String line = String.join(",", Arrays.stream(row).mapToObj(Double::toString).toList());
        Table table = Csv.plain().read(new StringReader(line + "\n" + line), "data");
        assertArrayEquals(new double[][] {row, row}, table.tensor().toMatrix());
    }
}
