package org.cotangent.benchmarks;

import org.cotangent.Tensor;

/** Makers of graphs of scalars with a given count of nodes. */
final class Graphs {
    private Graphs() {}

    /** Multiplications and additions in turn, each of the last result and one of two variables. */
    static Tensor chain(int nodes) {
        Tensor w = Tensor.variable(Work.CHAIN_W);
        Tensor b = Tensor.variable(Work.CHAIN_B);
        Tensor v = Tensor.variable(0.5);
        for (int i = 0; i < nodes; i++) {
            v = i % 2 == 0 ? v.mul(w) : v.add(b);
        }
        return v;
    }

    /** Half the nodes are variables; the others join two at a time, to the root. */
    static Tensor tree(int nodes) {
        return tree(nodes / 2, 0);
    }

    private static Tensor tree(int leaves, int level) {
        if (leaves <= 1) {
            return Tensor.variable(0.5);
        }
        Tensor left = tree(leaves / 2, level + 1);
        Tensor right = tree(leaves - leaves / 2, level + 1);
        return level % 2 == 0 ? left.mul(right) : left.add(right);
    }
}
