package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** The pictures in docs are what the library draws; -Dpictures.write=true writes them anew. */
class PagePicturesTest {
    private static final Path FILE = Path.of("../docs/pictures/circuit.svg");

    @Test
    void circuit() throws IOException {
        Tensor x = Tensor.variable(-2).named("x");
        Tensor y = Tensor.variable(5).named("y");
        Tensor z = Tensor.variable(-4).named("z");
        Tensor f = x.add(y).mul(z).named("f");
        String drawn = Graph.of(f).toSvg(Backward.of(f).keepAll().run());
        if (Boolean.getBoolean("pictures.write")) {
            Files.writeString(FILE, drawn);
        }
        assertEquals(Files.readString(FILE), drawn);
    }
}
