package org.cotangent.program;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;

/** A program run by operations on arrays. */
final class ArrayRunner implements Runner {
    private final Recording recording;

    ArrayRunner(Recording recording) {
        this.recording = recording;
    }

    @Override
    public void run(double[] x, double[] y) {
        run(x, 0, y, 0);
    }

    @Override
    public void rows(int points, double[] x, double[] y) {
        for (int i = 0; i < points; i++) {
            run(x, i * (x.length / points), y, i * (y.length / points));
        }
    }

    private void run(double[] x, int from, double[] y, int to) {
        Tensor[] point = new Tensor[recording.arguments.size()];
        int at = from;
        for (int i = 0; i < point.length; i++) {
            Shape shape = Recording.shape(recording.arguments.get(i));
            double[] part = Arrays.copyOfRange(x, at, at += shape.size);
            point[i] = Recording.ACCESS.constant(shape, part);
        }
        int next = to;
        for (Tensor result : recording.replay(point)) {
            double[] part = Recording.ACCESS.elements(result);
            System.arraycopy(part, 0, y, next, part.length);
            next += part.length;
        }
    }

    @Override
    public String explain() {
        return "by arrays";
    }
}
