package org.cotangent.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.TensorAccess;
import org.cotangent.nn.internal.Checks;

/** The search for what a pass has used and a module does not list. */
final class Registration {
    private static final TensorAccess<Tensor, Op> ACCESS = access();

    private Registration() {}

    private static TensorAccess<Tensor, Op> access() {
        Tensor.of(0); // initializes the class, which gives access
        return TensorAccess.get();
    }

    /** A number that is larger than those of all tensors that this thread has made so far. */
    static long now() {
        return ACCESS.index(Tensor.variable(0));
    }

    /** The variables that a result rests on, in the order in which they were made. */
    static List<Tensor> variables(Tensor result) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Tensor> variables = new ArrayList<>();
        Deque<Tensor> open = new ArrayDeque<>(List.of(result));
        while (!open.isEmpty()) {
            Tensor x = open.pop();
            if (ACCESS.index(x) == 0 || !seen.add(x)) {
                continue; // a constant rests on nothing
            }
            if (x.isVariable()) {
                variables.add(x);
            }
            for (Tensor input : ACCESS.inputs(x)) {
                open.push(input);
            }
        }
        variables.sort(Comparator.comparingLong(ACCESS::index));
        return variables;
    }

    /**
     * Refuses a loss that reaches parameters which the module does not list, and changes of buffers
     * that it does not list.
     *
     * @param reached what the loss reaches
     * @param fixed modules that were called in evaluation, which are not to be trained
     * @param began the {@linkplain #now number} at which the pass began
     */
    static void require(
            Module module,
            Collection<Tensor> reached,
            Collection<Buffer> changed,
            Collection<Module> fixed,
            long began) {
        Set<String> known = Collections.newSetFromMap(new IdentityHashMap<>());
        module.parameters().forEach(p -> known.add(p.name()));
        fixed.forEach(m -> m.parameters().forEach(p -> known.add(p.name())));
        List<String> parameters = new ArrayList<>();
        List<String> variables = new ArrayList<>();
        for (Tensor x : reached) {
            if (!x.isVariable() || known.contains(x.name())) {
                continue;
            }
            String line = Origins.of(x.name());
            String text =
                    (x.name() == null ? "a variable without a name" : x.name())
                            + " "
                            + Arrays.toString(x.shape());
            if (line != null) {
                parameters.add(text + ", made at " + line);
            } else if (ACCESS.index(x) < began) {
                variables.add(text);
            }
        }
        String name = module.name();
        if (!parameters.isEmpty()) {
            throw Checks.illegalState(
                    "%s: the loss reaches parameters that %s does not list, so that no optimizer"
                            + " would train them: %s. Register the module that they belong to in the"
                            + " constructor of the one that calls it, child(new Dense(...)), or a"
                            + " single one, parameter(\"weight\", ...); a lambda lists nothing, make"
                            + " it a Block. What is to stay as it is: call it with pass.evaluating()",
                    name, name, String.join("; ", parameters));
        }
        if (!variables.isEmpty()) {
            throw Checks.illegalState(
                    "%s: the loss reaches variables from before this step that are no parameters"
                            + " of %s, so that no optimizer would train them: %s. Register each in"
                            + " the constructor, parameter(\"weight\", ...), or take its"
                            + " stopGradient() if it is to stay as it is",
                    name, name, String.join("; ", variables));
        }
        if (changed.isEmpty()) {
            return;
        }
        Set<Buffer> listed = Set.copyOf(module.buffers());
        List<String> buffers =
                changed.stream()
                        .filter(b -> !listed.contains(b))
                        .map(b -> b + ", made at " + Origins.of(b.name()))
                        .toList();
        if (!buffers.isEmpty()) {
            throw Checks.illegalState(
                    "%s: the step changes buffers that %s does not list, so that no file would"
                            + " hold them: %s. Register the module that they belong to in the"
                            + " constructor of the one that calls it, child(new BatchNorm(...)); a"
                            + " lambda lists nothing, make it a Block",
                    name, name, String.join("; ", buffers));
        }
    }
}
