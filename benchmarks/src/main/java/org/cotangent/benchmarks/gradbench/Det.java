package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import org.cotangent.Tensor;

/** The determinant of a matrix by minors, each computed anew wherever it is needed. */
public final class Det extends Problem {
    private final double[] a;
    private final int n;
    private final int[][] columns;
    private final Tensor[] signs;

    private Det(double[] a, int n) {
        this.a = a;
        this.n = n;
        columns = new int[n][];
        signs = new Tensor[n];
        int[] used = {0};
        for (int row = 0; row < n; row++) {
            int left = n - row;
            columns[row] = new int[used.length * left];
            int[] next = new int[columns[row].length];
            int i = 0;
            for (int mask : used) {
                for (int column = 0; column < n; column++) {
                    if ((mask & 1 << column) == 0) {
                        next[i] = mask | 1 << column;
                        columns[row][i++] = column;
                    }
                }
            }
            used = next;
            double[] turns = new double[left];
            Arrays.setAll(turns, each -> each % 2 == 0 ? 1 : -1);
            signs[row] = Tensor.of(turns);
        }
    }

    static Det of(JsonNode input) {
        return new Det(Json.numbers(Json.member(input, "A")), Json.member(input, "ell").intValue());
    }

    /**
     * A problem with random elements.
     *
     * @param n rows
     * @return the problem
     */
    public static Det random(int n) {
        return new Det(new Random(1).doubles((long) n * n).toArray(), n);
    }

    @Override
    public double[] byHand() {
        return new double[] {minor(0, (1 << n) - 1)};
    }

    /** The determinant of the rows from one on and of the columns whose bits are set. */
    private double minor(int row, int columns) {
        if (row == n) {
            return 1;
        }
        double sum = 0;
        double sign = 1;
        for (int rest = columns; rest != 0; rest &= rest - 1) {
            int column = Integer.numberOfTrailingZeros(rest);
            sum += sign * a[row * n + column] * minor(row + 1, columns & ~(1 << column));
            sign = -sign;
        }
        return sum;
    }

    /** From the last row up: all minors of a row, for every way of choosing the columns above. */
    @Override
    public Tensor value(Tensor... at) {
        Tensor minors = Tensor.ones(columns[n - 1].length);
        for (int row = n - 1; row >= 0; row--) {
            Tensor elements = at[0].slice(0, row * n, row * n + n).indexSelect(0, columns[row]);
            minors = elements.mul(minors).reshape(-1, n - row).matmul(signs[row]);
        }
        return minors.at(0);
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.of(a)};
    }
}
