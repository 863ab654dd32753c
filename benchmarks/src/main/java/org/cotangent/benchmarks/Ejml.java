package org.cotangent.benchmarks;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** EJML's dense matrices: products, exp and log. */
final class Ejml implements Contender {
    @Override
    public String name() {
        return "ejml";
    }

    @Override
    public String description() {
        return "EJML " + Contenders.versionOf(CommonOps_DDRM.class, "ejml-ddense");
    }

    @Override
    public Job job(String work, int[] size) {
        if (work.equals("exp") || work.equals("log")) {
            DMatrixRMaj x = matrix(1, size[0], Data.elements(work, size[0]));
            DMatrixRMaj y = new DMatrixRMaj(1, size[0]);
            boolean exp = work.equals("exp");
            return Jobs.of(
                    () -> {
                        if (exp) {
                            CommonOps_DDRM.elementExp(x, y);
                        } else {
                            CommonOps_DDRM.elementLog(x, y);
                        }
                        return y;
                    },
                    DMatrixRMaj::getData);
        }
        return Products.job(work, size, Ejml::product);
    }

    private static DMatrixRMaj matrix(int rows, int columns, double[] elements) {
        return DMatrixRMaj.wrap(rows, columns, elements);
    }

    private static Job product(Products.Form form, int m, int k, int n, double[] a, double[] b) {
        switch (form) {
            case NN:
                DMatrixRMaj x = matrix(m, k, a);
                DMatrixRMaj w = matrix(k, n, b);
                return Jobs.of(() -> CommonOps_DDRM.mult(x, w, null), DMatrixRMaj::getData);
            case TN:
                DMatrixRMaj inputs = matrix(m, k, a);
                DMatrixRMaj g = matrix(m, n, b);
                return Jobs.of(
                        () -> CommonOps_DDRM.multTransA(inputs, g, null), DMatrixRMaj::getData);
            default:
                DMatrixRMaj adjoint = matrix(m, n, a);
                DMatrixRMaj weights = matrix(k, n, b);
                return Jobs.of(
                        () -> CommonOps_DDRM.multTransB(adjoint, weights, null),
                        DMatrixRMaj::getData);
        }
    }
}
