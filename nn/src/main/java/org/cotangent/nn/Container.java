package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;

/**
 * A layer made of other layers. A subclass defines in {@link #forward} how they are joined;
 * parameters, buffers, training, names and errors of the children are handled here.
 *
 * <pre>{@code
 * class Twice extends Container {
 *     Twice(Layer layer) {
 *         super("twice", List.of(layer));
 *     }
 *
 *     protected Tensor forward(Tensor x, Step step) {
 *         return step.apply(0, step.apply(0, x));
 *     }
 * }
 * new Twice(x -> x.mul(3)).apply(Tensor.of(2));   // 18
 * }</pre>
 *
 * <ul>
 *   <li>{@link #apply} calls {@code apply} of the children, {@link #train} calls {@code train}. If
 *       one of them throws in training, all buffers are restored, so that no statistics are partly
 *       updated.
 *   <li>Parameters and buffers are those of all children. A layer may occur more than once, here or
 *       in different children, and then shares them; different ones must have different names.
 *   <li>Exceptions that a child throws for what it is given name its place, as "sequential/2
 *       residual/1 dense2: …": the names of the containers from the outside in, each with the
 *       position of the child, from 0. The type stays the same and the cause is the original.
 *   <li>In a drawn {@link Graph} the nodes of each child are in a scope of its name.
 * </ul>
 */
public abstract class Container implements Layer {
    private final String name;
    private final List<Layer> children;
    private final List<Parameter> parameters;
    private final List<Buffer> buffers;

    /** The access of {@link #forward} to the children. */
    @FunctionalInterface
    protected interface Step {
        /**
         * The output of a child.
         *
         * @param child its position, from 0
         * @param x its input
         * @return its output
         */
        Tensor apply(int child, Tensor x);
    }

    /**
     * A container.
     *
     * @param name the name, for messages
     * @param children the layers, copied
     * @throws IllegalArgumentException if the name is blank, or two different parameters or two
     *     different buffers have the same name
     */
    protected Container(String name, List<? extends Layer> children) {
        this.name = NameChecks.checked("container", name);
        this.children = List.copyOf(children);
        this.parameters = distinct(Layer::parameters, Parameter::name);
        this.buffers = distinct(Layer::buffers, Buffer::name);
    }

    private <P> List<P> distinct(Function<Layer, List<P>> parts, Function<P, String> nameOf) {
        Map<String, P> seen = new HashMap<>();
        List<P> all = new ArrayList<>();
        for (Layer child : children) {
            for (P part : parts.apply(child)) {
                P other = seen.putIfAbsent(nameOf.apply(part), part);
                if (other == null) {
                    all.add(part);
                } else if (other != part) {
                    throw new IllegalArgumentException(
                            name
                                    + ": there are two of one name, "
                                    + other
                                    + " and "
                                    + part
                                    + "; give each layer a name of its own, as in new"
                                    + " Dense(\"hidden\", 4, 8, ...) or new Mlp(\"encoder\", ...)");
                }
            }
        }
        return Collections.unmodifiableList(all);
    }

    /**
     * Computes the output. The children are called through {@code step} only, which applies or
     * trains them.
     *
     * @param x the input, not null
     * @param step calls a child
     * @return the output
     */
    protected abstract Tensor forward(Tensor x, Step step);

    @Override
    public final Tensor apply(Tensor x) {
        LayerChecks.present(name, x);
        return forward(x, (i, input) -> located(i, () -> children.get(i).apply(input)));
    }

    @Override
    public final Tensor train(Tensor x, RandomGenerator random) {
        LayerChecks.present(name, x);
        List<Tensor> before = buffers.stream().map(Buffer::value).toList();
        boolean done = false;
        try {
            Tensor y =
                    forward(
                            x,
                            (i, input) -> located(i, () -> children.get(i).train(input, random)));
            done = true;
            return y;
        } finally {
            if (!done) {
                for (int i = 0; i < before.size(); i++) {
                    buffers.get(i).set(before.get(i));
                }
            }
        }
    }

    /** A listener for the inputs and outputs of a layer and of the layers in it. */
    interface Observer {
        /** Called before a layer is applied; returns the consumer of its output. */
        Function<Tensor, Tensor> enter(Layer layer, String path, int depth);
    }

    /** Applies a layer and shows it and all that is in it to an observer. */
    static Tensor observed(Layer layer, Tensor x, Observer observer) {
        return observed(layer, x, layer.name(), 0, observer);
    }

    private static Tensor observed(
            Layer layer, Tensor x, String path, int depth, Observer observer) {
        Function<Tensor, Tensor> exit = observer.enter(layer, path, depth);
        if (!(layer instanceof Container)) {
            return exit.apply(layer.apply(x));
        }
        Container outer = (Container) layer;
        LayerChecks.present(outer.name, x);
        return exit.apply(
                outer.forward(
                        x,
                        (i, input) -> {
                            Layer child = outer.children.get(i);
                            String inner = path + "/" + i + " " + child.name();
                            return outer.located(
                                    i, () -> observed(child, input, inner, depth + 1, observer));
                        }));
    }

    /** Applies a child in its graph scope, and adds its place to exceptions. */
    private Tensor located(int position, Supplier<Tensor> code) {
        Layer child = children.get(position);
        String childName = child.name();
        boolean boxed = child instanceof OpensScope || child instanceof Activation;
        try {
            Tensor y = boxed ? code.get() : Graph.scope(childName, code);
            if (y == null) {
                throw new IllegalArgumentException(childName + ": the output is null");
            }
            return y;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path(position, childName, e), original(e));
        } catch (ArithmeticException e) {
            throw caused(new ArithmeticException(path(position, childName, e)), e);
        } catch (IndexOutOfBoundsException e) {
            throw caused(new IndexOutOfBoundsException(path(position, childName, e)), e);
        }
    }

    private static <E extends RuntimeException> E caused(E wrapper, RuntimeException e) {
        wrapper.initCause(original(e));
        return wrapper;
    }

    private String path(int position, String child, RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        boolean named = message.startsWith(child + ":") || message.startsWith(child + "/");
        return name + "/" + position + " " + (named ? "" : child + ": ") + message;
    }

    /** The original exception, if this one already carries a path. */
    private static Throwable original(RuntimeException e) {
        Throwable cause = e.getCause();
        return cause != null
                        && cause.getClass() == e.getClass()
                        && String.valueOf(e.getMessage()).endsWith(" " + cause.getMessage())
                ? cause
                : e;
    }

    /**
     * The parameters of all children, in the order of the children.
     *
     * @return each once, also those of a layer that occurs twice
     */
    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * The buffers of all children, in the order of the children.
     *
     * @return each once, also those of a layer that occurs twice
     */
    @Override
    public List<Buffer> buffers() {
        return buffers;
    }

    /**
     * The name, in messages.
     *
     * @return the name
     */
    @Override
    public final String name() {
        return name;
    }

    /**
     * The children of this layer.
     *
     * @return an unmodifiable list in the order in which they were given
     */
    @Override
    public final List<Module> children() {
        return Collections.unmodifiableList(children);
    }

    /** The children, which are layers. */
    public List<Layer> layers() {
        return children;
    }

    /** The children, separated by commas. */
    final String listed() {
        return children.stream().map(Container::text).collect(Collectors.joining(", "));
    }

    /** The text of a layer; its name if it has none but that of every object, as a lambda. */
    static String text(Layer layer) {
        String text = String.valueOf(layer);
        String none = layer.getClass().getName() + "@" + Integer.toHexString(layer.hashCode());
        return text.equals(none) ? layer.name() : text;
    }

    /**
     * The name and the children.
     *
     * @return as "twice (dense1 (2 to 2))"
     */
    @Override
    public String toString() {
        return name + " (" + listed() + ")";
    }
}
