package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.PLAIN;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.coverage.Admissible.rank;
import static org.cotangent.gradcheck.random.Domain.DISTINCT;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;

/** Convolutions and pools over one, two and three axes. */
final class ImageRows {
    static final List<Row> ROWS =
            Stream.concat(
                            Stream.of(1, 2, 3).flatMap(ImageRows::over),
                            Stream.of(
                                    row("Images#convolution", "plain", 2, REAL, ImageRows::plain)
                                            .with(PLAIN)
                                            .shapes(rank(4))))
                    .toList();

    private ImageRows() {}

    private static Stream<Row> over(int axes) {
        String variant = axes + "-D";
        return Stream.of(
                        row("Images#convolution", variant, 2, REAL, d -> convolution(d, axes))
                                .with(PLAIN),
                        row(
                                        "Images#transposedConvolution",
                                        variant,
                                        2,
                                        REAL,
                                        d -> transposed(d, axes))
                                .with(PLAIN),
                        row("Images#maxPool", variant, 2, DISTINCT, d -> maxPool(d, axes)),
                        row(
                                "Images#maxPoolWithPositions",
                                variant,
                                2,
                                DISTINCT,
                                d -> positions(d, axes)),
                        row("Images#maxUnpool", variant, 2, REAL, d -> unpool(d, axes)).with(PLAIN),
                        row("Images#sumPool", variant, 2, REAL, d -> sumPool(d, axes)).with(PLAIN),
                        row("Images#averagePool", variant, 2, REAL, d -> averagePool(d, axes))
                                .with(PLAIN))
                .map(row -> row.shapes(rank(2 + axes)));
    }

    private static Case plain(Dice d) {
        int channels = d.between(1, 3);
        return of(
                (x, w) -> Images.convolution(x, w, Window.plain(), 1),
                d.tensor(REAL, d.extent(), channels, 4, 3),
                d.tensor(REAL, d.extent(), channels, 2, 3));
    }

    private static int[] each(Dice d, int axes, int least, int most) {
        int[] numbers = new int[axes];
        Arrays.setAll(numbers, i -> d.between(least, most));
        return numbers;
    }

    /** One number for all axes or one an axis. */
    private static Window window(Dice d, int axes, int mostPadding) {
        return Window.plain()
                .stride(each(d, d.coin() ? axes : 1, 1, 2))
                .padding(each(d, d.coin() ? axes : 1, 0, mostPadding))
                .dilation(each(d, d.coin() ? axes : 1, 1, 2));
    }

    /** For a pool, whose extents may be rounded up. */
    private static Window pool(Dice d, int axes) {
        Window window = window(d, axes, 1);
        return d.coin() ? window.ceilMode() : window;
    }

    /** Extents of an image in which a kernel of up to 2 fits whatever its dilation. */
    private static int[] image(Dice d, int samples, int channels, int axes) {
        int[] shape = new int[2 + axes];
        Arrays.setAll(shape, i -> i == 0 ? samples : i == 1 ? channels : d.between(3, 6 - axes));
        return shape;
    }

    private static int[] joined(int first, int second, int... rest) {
        int[] shape = new int[2 + rest.length];
        shape[0] = first;
        shape[1] = second;
        System.arraycopy(rest, 0, shape, 2, rest.length);
        return shape;
    }

    private static Case convolution(Dice d, int axes) {
        int groups = d.between(1, 2);
        int within = d.between(1, 2);
        Window window = window(d, axes, 1);
        int samples = Math.min(2, d.extent());
        return of(
                (x, w) -> Images.convolution(x, w, window, groups),
                d.tensor(REAL, image(d, samples, groups * within, axes)),
                d.tensor(REAL, joined(groups * d.between(1, 2), within, each(d, axes, 1, 2))));
    }

    private static Case transposed(Dice d, int axes) {
        int groups = d.between(1, 2);
        int channels = groups * d.between(1, 2);
        int[] stride = each(d, axes, 1, 2);
        int[] extra = new int[axes];
        Arrays.setAll(extra, i -> d.between(0, stride[i] - 1)); // less than the stride
        Window window =
                Window.plain()
                        .stride(stride)
                        .padding(each(d, axes, 0, 1))
                        .dilation(each(d, axes, 1, 2));
        int samples = Math.min(2, d.extent());
        return of(
                (x, w) -> Images.transposedConvolution(x, w, window, groups, extra),
                d.tensor(REAL, image(d, samples, channels, axes)),
                d.tensor(REAL, joined(channels, d.between(1, 2), each(d, axes, 1, 2))));
    }

    /** Windows overlap, or leave elements out. */
    private static Case maxPool(Dice d, int axes) {
        int[] kernel = each(d, axes, 2, 2);
        Window window = pool(d, axes);
        Tensor x = d.tensor(DISTINCT, image(d, Math.min(2, d.extent()), d.between(1, 2), axes));
        return of(y -> Images.maxPool(y, kernel, window), x);
    }

    private static Case positions(Dice d, int axes) {
        int[] kernel = each(d, axes, 2, 2);
        Window window = pool(d, axes);
        Tensor x = d.tensor(DISTINCT, image(d, Math.min(2, d.extent()), d.between(1, 2), axes));
        return of(y -> Images.maxPoolWithPositions(y, kernel, window).values(), x);
    }

    /** Into more places than there are elements, in any order. */
    private static Case unpool(Dice d, int axes) {
        int[] shape = image(d, Math.min(2, d.extent()), d.between(1, 2), axes);
        int[] extents = Arrays.copyOfRange(shape, 2, 2 + axes);
        extents[0]++;
        int places = Arrays.stream(extents).reduce(1, (p, q) -> p * q);
        Tensor x = d.tensor(REAL, shape);
        int planes = shape[0] * shape[1];
        double[] positions = new double[x.size()];
        for (int plane = 0; plane < planes; plane++) {
            int[] order = d.order(places);
            int own = positions.length / planes;
            for (int i = 0; i < own; i++) {
                positions[plane * own + i] = order[i];
            }
        }
        Tensor index = Tensor.of(positions, shape);
        return of(y -> Images.maxUnpool(y, index, extents), x);
    }

    private static Case sumPool(Dice d, int axes) {
        int[] kernel = each(d, axes, 1, 2);
        Window window = pool(d, axes);
        Tensor x = d.tensor(REAL, image(d, Math.min(2, d.extent()), d.between(1, 2), axes));
        return of(y -> Images.sumPool(y, kernel, window), x);
    }

    private static Case averagePool(Dice d, int axes) {
        int[] kernel = each(d, axes, 2, 2);
        Window window = pool(d, axes);
        boolean countPadding = d.coin();
        Tensor x = d.tensor(REAL, image(d, Math.min(2, d.extent()), d.between(1, 2), axes));
        return of(y -> Images.averagePool(y, kernel, window, countPadding), x);
    }
}
