package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.cotangent.CheckReturnValue;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * How a program is made. Settings cannot be changed: each method gives a copy.
 *
 * <pre>{@code
 * Program p = Program.settings().branches(true).of(
 *         x -> x[0].gt(0).isTrue() ? x[0].square() : x[0].neg(), Tensor.of(1));
 * p.apply(Tensor.of(-3));   // 3
 * }</pre>
 */
@CheckReturnValue
public final class ProgramSettings {
    static final ProgramSettings USUAL = new ProgramSettings(false, 64);

    private final boolean branches;
    private final int variants;

    private ProgramSettings(boolean branches, int variants) {
        this.branches = branches;
        this.variants = variants;
    }

    /**
     * A copy by which functions may choose their way by {@link Tensor#isTrue()}. Conditions are
     * computed and compared in every run; at a point where one says something else than before, the
     * function is run again, twice, and what it does there is kept beside the rest as a variant.
     * Other reads of numbers are still refused.
     *
     * @param on whether they may; false unless said
     * @return the copy
     */
    public ProgramSettings branches(boolean on) {
        return new ProgramSettings(on, variants);
    }

    /**
     * A copy with another bound of the variants that a program may have. A run that asks for more
     * is refused.
     *
     * @param most the bound; 64 unless said
     * @return the copy
     * @throws IllegalArgumentException if it is not positive
     */
    public ProgramSettings variants(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("variants: " + most + "; it must be at least 1");
        }
        return new ProgramSettings(branches, most);
    }

    /**
     * The program of a function with one result, as {@link Program#of}.
     *
     * @param f the function
     * @param examples a point, whose shapes are those of all others
     * @return the program
     * @throws IllegalArgumentException as {@link Program#of}
     * @throws IllegalStateException as {@link Program#of}
     */
    public Program of(TensorFunction f, Tensor... examples) {
        Objects.requireNonNull(f, "program: the function is null");
        return ofSeveral(x -> List.of(f.apply(x)), examples);
    }

    /**
     * The program of a function with several results, as {@link Program#ofSeveral}.
     *
     * @param f the function
     * @param examples a point, whose shapes are those of all others
     * @return the program
     * @throws IllegalArgumentException as {@link Program#of}
     * @throws IllegalStateException as {@link Program#of}
     */
    public Program ofSeveral(Function<Tensor[], List<Tensor>> f, Tensor... examples) {
        Objects.requireNonNull(f, "program: the function is null");
        Recording first = Recording.twice(f, List.of(examples), branches);
        return branches
                ? new Program(first, new Variants(f, variants, new Way(first)))
                : new Program(first);
    }

    /**
     * The program of the value of a function and its gradients by all arguments, as {@link
     * Program#valueAndGradients}.
     *
     * @param f a function with one number as its result
     * @param examples a point, whose shapes are those of all others
     * @return the program
     * @throws IllegalArgumentException as {@link Program#of}, and if there is not one result
     * @throws IllegalStateException as {@link Program#of}
     */
    public Program valueAndGradients(TensorFunction f, Tensor... examples) {
        return ofSeveral(
                x -> {
                    Differentiate.ValueAndGradients both = Differentiate.valueAndGradients(f, x);
                    List<Tensor> all = new ArrayList<>();
                    all.add(both.value());
                    all.addAll(both.gradients());
                    return all;
                },
                examples);
    }
}
