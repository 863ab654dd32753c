package org.cotangent.gradcheck.jqwik;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Domain;

/** A tensor that shrinks to one with rounder elements, in the same domain. */
final class ShrinkableTensor implements Shrinkable<Tensor> {
    /** More than any whole number that is rounded to counts. */
    private static final long FRACTION = 1_000_000;

    private final Domain domain;
    private final Tensor tensor;

    ShrinkableTensor(Domain domain, Tensor tensor) {
        this.domain = domain;
        this.tensor = tensor;
    }

    @Override
    public Tensor value() {
        return tensor;
    }

    @Override
    public Stream<Shrinkable<Tensor>> shrink() {
        double[] elements = tensor.toArray();
        List<double[]> candidates = new ArrayList<>();
        for (double parts : new double[] {1, 2, 10, 100}) {
            candidates.add(DoubleStream.of(elements).map(x -> rounded(x, parts)).toArray());
        }
        for (int i = 0; i < elements.length; i++) {
            double x = elements[i];
            double[] rounder = {
                0,
                1,
                -1,
                rounded(x, 1),
                Math.floor(2 * x) / 2 + 0.0,
                Math.ceil(2 * x) / 2 + 0.0,
                rounded(x, 10)
            };
            for (double other : rounder) {
                double[] changed = elements.clone();
                changed[i] = other;
                candidates.add(changed);
            }
        }
        long size = size(elements);
        return candidates.stream()
                .filter(candidate -> size(candidate) < size)
                .map(candidate -> Tensor.of(candidate, tensor.shape()))
                .filter(domain::contains)
                .map(smaller -> new ShrinkableTensor(domain, smaller));
    }

    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.of(tensor.size(), size(tensor.toArray()));
    }

    private static long size(double[] elements) {
        return Arrays.stream(elements).mapToLong(ShrinkableTensor::size).sum();
    }

    /** To halves, tenths and the like; not to -0. */
    private static double rounded(double x, double parts) {
        return Math.rint(x * parts) / parts + 0.0;
    }

    /** 0 for 0, then 1, -1 and other whole numbers, halves, fractions by their digits. */
    private static long size(double x) {
        long sign = x < 0 ? 1 : 0;
        double whole = Math.min(Math.abs(Math.rint(x)), 1000);
        int digits =
                x == Math.rint(x) ? 0 : 2 * x == Math.rint(2 * x) ? 1 : Double.toString(x).length();
        return FRACTION * digits + 2 * (long) whole + sign;
    }

    @Override
    public String toString() {
        return tensor.toString();
    }
}
