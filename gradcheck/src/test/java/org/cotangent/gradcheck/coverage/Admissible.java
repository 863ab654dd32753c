package org.cotangent.gradcheck.coverage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.ShapeClass.Pairing;

/**
 * The shape classes that a row of the table of operations must meet, declared here and nowhere
 * derived from what its generator draws. A row that is not named must meet them all, the broadcast
 * ones if it has two operands; a row that draws more than it has declared fails too, so that no
 * declaration is left too small.
 *
 * @param classes what it must meet
 * @param pairing how its operands broadcast, or null
 */
record Admissible(Set<ShapeClass> classes, Pairing pairing) {
    private record Rule(String rows, String letters, Pairing pairing) {}

    private static final Pairing MATRICES = new Pairing(0, 2);

    /** The first that fits counts. */
    private static final List<Rule> RULES =
            List.of(
                    // along an axis, which must exist
                    rule(
                            "(softmax|logSoftmax|cumSum|cumProd|logCumSumExp|var|std)(, .*)?",
                            "1234ue"),
                    rule("(flip, one axis|roll, .*|squeeze, some|swapAxes)", "1234ue"),
                    rule("(slice, .*|repeat|split|unstack|concat(, .*)?)", "1234ue"),
                    rule("(indexSelect|pick|gather|scatterAdd)", "1234ue"),
                    rule("(gather|scatterAdd), computed.*", "1"),
                    rule("(sort|topK|quantile, one axis|quantiles)", "1234ue"),
                    // two operands of one shape
                    rule("stack", "01234ue"),
                    // reads one element, which must exist
                    rule("at", "2u"),
                    // of matrices, in batches of up to two axes
                    rule("(transpose|trace|tril|triu|diag, of a matrix)", "234ue"),
                    rule("matmul, batches", "234ue<>x", MATRICES),
                    rule("solve(, columns|Triangular, (lower|upper))", "234ue<>x", MATRICES),
                    rule("lstsq, square", "234ue<>x", MATRICES),
                    rule("(solve|lstsq)(Triangular)?, (a vector|with itself|any)", "234ue"),
                    rule("(inverse|det|logDet|signLogDet|matrixNorm)(, .*)?", "234ue"),
                    rule("(cosineSimilarity|pairwiseDistance)(, .*)?", "1234ue"),
                    rule("choleskySolve, columns", "234ue<>x", MATRICES),
                    rule("choleskySolve, a vector", "234ue"),
                    rule("(cholesky|fullSvd|eigvals|eigvalsh|svdvals|eigh|qr|svd)(, .*)?", "234ue"),
                    rule("symmetricFunction, twice each", "2ue"),
                    rule("(symmetricFunction|r?sqrtm|logm|expm)", "234ue"),
                    rule("(polarFactor|pinv)(, .*)?", "234ue"),
                    // of one rank
                    rule("(matmul, vectors|dot|outer|diag, of a vector)", "1ue"),
                    rule("(matmul, matrices|kron)", "2ue"),
                    rule("matmul, (row|column)", "23ue"),
                    rule("(\\w*[cC]onvolution|\\w+Pool(WithPositions)?|maxUnpool), 1-D", "3ue"),
                    rule("(\\w*[cC]onvolution|\\w+Pool(WithPositions)?|maxUnpool), .*", "4ue"));

    private static Rule rule(String rows, String letters, Pairing pairing) {
        return new Rule(rows, letters, pairing);
    }

    private static Rule rule(String rows, String letters) {
        return rule(rows, letters, null);
    }

    private static final Map<Row, Admissible> KNOWN = new ConcurrentHashMap<>();

    static Admissible of(Row row) {
        return KNOWN.computeIfAbsent(row, Admissible::find);
    }

    private static Admissible find(Row row) {
        if (row.method().equals("Linalg#einsum")) {
            return ofEinsum(row.variant());
        }
        for (Rule rule : RULES) {
            if (row.toString().matches(rule.rows)) {
                return new Admissible(ShapeClass.parse(rule.letters), rule.pairing);
            }
        }
        boolean pair = row.cases().apply(new Dice(1, 3)).at().length == 2;
        return new Admissible(
                ShapeClass.parse(pair ? "01234ue<>x" : "01234ue"), pair ? Pairing.ALL : null);
    }

    /** The rank is the number of letters; an ellipsis stands for up to two more. */
    private static Admissible ofEinsum(String equation) {
        String[] operands = equation.split("->")[0].split(",");
        int letters =
                Arrays.stream(operands)
                        .mapToInt(x -> x.replace(".", "").length())
                        .max()
                        .orElseThrow();
        int dots = operands[0].indexOf("...");
        StringBuilder classes = new StringBuilder("ue");
        for (int rank = letters; rank <= letters + (dots < 0 ? 0 : 2); rank++) {
            classes.append(Math.min(rank, 4));
        }
        if (dots < 0 || operands.length != 2) {
            return new Admissible(ShapeClass.parse(classes.toString()), null);
        }
        return new Admissible(ShapeClass.parse(classes + "<>x"), new Pairing(dots, letters - dots));
    }
}
