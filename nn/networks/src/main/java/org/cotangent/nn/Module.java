package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A part of a network: parameters, buffers and other modules in it, with a name. What it computes
 * is its own business: a {@link Layer} makes one tensor of one, a recurrent cell takes an input and
 * a state, an attention block three tensors.
 *
 * <p>{@link Block} is the base of modules of one's own: it registers parameters, buffers and
 * children as they are made.
 */
public interface Module {
    /**
     * The name of this module in messages, drawings and tables.
     *
     * @return the name that it was given, as "dense1", or what it is, as "flatten"; "layer" for a
     *     lambda
     */
    default String name() {
        Class<?> type = getClass();
        if (type.isHidden() || type.isSynthetic() || type.isAnonymousClass()) {
            return "module";
        }
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * The modules of which this one is made.
     *
     * @return an unmodifiable list in a fixed order, empty unless the module says otherwise
     */
    default List<Module> children() {
        return List.of();
    }

    /**
     * The trainable parameters of this module and of all in it, each once, in a fixed order.
     *
     * @return an unmodifiable list
     */
    default List<Parameter> parameters() {
        return distinct(Module::parameters);
    }

    /**
     * The state of this module and of all in it that is not trained by gradients, as running
     * statistics: each once, in a fixed order.
     *
     * @return an unmodifiable list
     */
    default List<Buffer> buffers() {
        return distinct(Module::buffers);
    }

    private <P> List<P> distinct(Function<Module, List<P>> parts) {
        Set<P> all = new LinkedHashSet<>();
        children().forEach(child -> all.addAll(parts.apply(child)));
        return Collections.unmodifiableList(new ArrayList<>(all));
    }
}
