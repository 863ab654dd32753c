package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Branches tell the pieces of a function apart, and nothing else. */
class BranchesTest {
    record Pieces(String name, UnaryOperator<Tensor> f, double below, double kink, double above) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Pieces> pieces() {
        return List.of(
                new Pieces("abs", Tensor::abs, -1, 0, 1),
                new Pieces("sign", Tensor::sign, -1, 0, 1),
                new Pieces("relu", Tensor::relu, -1, 0, 1),
                new Pieces("leakyRelu", x -> Activations.leakyRelu(x, 0.1), -1, 0, 1),
                new Pieces("elu", x -> Activations.elu(x, 0.5), -1, 0, 1),
                new Pieces("floor", Tensor::floor, 1.5, 2, 2.5),
                new Pieces("ceil", Tensor::ceil, -2.5, -2, -1.5),
                new Pieces("round", Tensor::round, 2.4, 2.5, 2.6),
                new Pieces("max", x -> x.max(3), 2, 3, 4),
                new Pieces("min", x -> Tensor.of(3).min(x), 2, 3, 4),
                new Pieces("clamp, least", x -> x.clamp(-1, 2), -1.5, -1, 1),
                new Pieces("clamp, most", x -> x.clamp(-1, 2), 1, 2, 3),
                new Pieces("where", x -> Tensor.where(x.gt(0), x, x.neg()), -1, -1, 1),
                new Pieces("amax", x -> Tensor.stack(0, x, Tensor.of(3)).amax(), 2, 3, 4));
    }

    private static List<Graph.Branch> at(UnaryOperator<Tensor> f, double x) {
        return Graph.of(f.apply(Tensor.variable(x))).branches();
    }

    private static boolean same(List<Graph.Branch> p, List<Graph.Branch> q) {
        assertEquals(p.size(), q.size());
        for (int i = 0; i < p.size(); i++) {
            if (!p.get(i).sameAs(q.get(i))) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void differAcrossAndStayOnEitherSide(Pieces p) {
        List<Graph.Branch> below = at(p.f, p.below);
        List<Graph.Branch> above = at(p.f, p.above);
        assertFalse(same(below, above));
        assertFalse(same(at(p.f, p.kink), above));
        assertTrue(at(p.f, p.below).get(0).sides().get(0) % 2 == 0);
        assertTrue(at(p.f, p.above).get(0).sides().get(0) % 2 == 0);
        assertEquals(p.name.equals("where"), at(p.f, p.kink).get(0).sides().get(0) % 2 == 0);
        assertTrue(same(below, at(p.f, p.below + 1e-3)));
        assertTrue(same(above, at(p.f, p.above + 1e-3)));
    }

    @Test
    void kinksAtAPointOnly() {
        UnaryOperator<Tensor> norm = x -> x.norm();
        assertFalse(same(at(norm, 0), at(norm, 1)));
        assertTrue(same(at(norm, -1), at(norm, 1)));
    }

    @Test
    void negativeZeroIsZero() {
        assertTrue(same(at(Tensor::abs, -0.0), at(Tensor::abs, 0)));
    }

    @Test
    void smoothOperationsHaveNone() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        assertEquals(List.of(), Graph.of(x.exp().mul(x).sum().tanh()).branches());
        assertEquals("[relu [2, 2]]", Graph.of(x.relu().sum()).branches().toString());
    }
}
