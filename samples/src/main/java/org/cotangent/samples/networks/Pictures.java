// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.nn.plot.Picture;
import org.cotangent.nn.plot.TrainingCharts;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.LearningRateCurve;

/**
 * The folder that a sample draws its pictures into, and writes pages; each is announced in a line.
 */
public final class Pictures {
    private final Path folder;

    private Pictures(Path folder) {
        this.folder = folder;
    }

    /** The folder named by the first argument, or target/samples; made if it is not there. */
    public static Pictures in(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/samples");
        Files.createDirectories(folder);
        return new Pictures(folder);
    }

    /** Draws a picture. */
    public void draw(String name, Picture picture) throws IOException {
        picture.save(announced(name));
    }

    /** Draws the curves of a training. */
    public void draw(String name, History history) throws IOException {
        TrainingCharts.of(history).save(announced(name));
    }

    /** Draws the curve of a search for a learning rate. */
    public void draw(String name, LearningRateCurve curve) throws IOException {
        TrainingCharts.of(curve).save(announced(name));
    }

    /** The file of a web page, announced. */
    public Path page(String name) {
        return announced("page", name);
    }

    private Path announced(String name) {
        return announced("picture", name);
    }

    private Path announced(String what, String name) {
        Path file = folder.resolve(name);
        System.out.println(what + ": " + file);
        return file;
    }
}
