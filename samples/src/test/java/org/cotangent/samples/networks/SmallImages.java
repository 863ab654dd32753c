package org.cotangent.samples.networks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Files like those of Fashion-MNIST, but small: images of noise with a bright stripe, at a height
 * that is their class.
 */
public final class SmallImages {
    private static final int SIDE = 28;

    private SmallImages() {}

    /** Writes images, gzipped, and their labels, which are not; as many of each class. */
    public static void write(Path folder, String name, int count) throws IOException {
        SplittableRandom random = new SplittableRandom(count);
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        images.write(
                ByteBuffer.allocate(16)
                        .putInt(0x803)
                        .putInt(count)
                        .putInt(SIDE)
                        .putInt(SIDE)
                        .array());
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        labels.write(ByteBuffer.allocate(8).putInt(0x801).putInt(count).array());
        for (int i = 0; i < count; i++) {
            int label = i % 10;
            labels.write(label);
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                boolean stripe = pixel / SIDE / 2 == label + 2;
                images.write(random.nextInt(100) + (stripe ? 150 : 0));
            }
        }
        Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.toByteArray());
        Path packed = folder.resolve(name + "-images-idx3-ubyte.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            images.writeTo(out);
        }
    }
}
