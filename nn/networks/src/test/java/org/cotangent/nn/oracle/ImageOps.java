package org.cotangent.nn.oracle;

/** The ops of the oracle for images: convolution, pooling, normalization over channels. */
final class ImageOps {
    private ImageOps() {}

    /** Adds them to the table. */
    static void add() {}
}
