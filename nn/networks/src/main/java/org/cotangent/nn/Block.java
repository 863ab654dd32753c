package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * The base of modules of one's own. The constructor registers what the module is made of, and each
 * call returns what it registers: {@link #child}, {@link #parameter}, {@link #bias}, {@link
 * #buffer}. The lists that optimizers, files and tables ask for follow from that, in the order of
 * registration.
 *
 * <pre>{@code
 * class Gated extends Block implements Layer {
 *     private final Layer inner;
 *     private final Parameter gate;
 *
 *     Gated(Layer inner) {
 *         super("gated");
 *         this.inner = child(inner);
 *         gate = bias("gate", Tensor.of(0));
 *     }
 *
 *     public Tensor forward(Tensor x, Pass pass) {
 *         return x.add(inner.forward(x, pass).mul(gate.value()));
 *     }
 * }
 * Layer gated = new Gated(new Dense(2, 2, Initializers.xavier(), new SplittableRandom(1)));
 * gated.parameters();               // [dense.weight [2, 2], dense.bias [2], gated.gate []]
 * gated.apply(Tensor.zeros(1, 2));  // [[0, 0]]
 * }</pre>
 *
 * <ul>
 *   <li>A module may be registered more than once, here or in different children, and then shares
 *       its parameters, which are listed once. Different ones must have different names.
 *   <li>A child is called with the pass that this module got: {@code inner.forward(x, pass)}.
 *   <li>What is not registered is not trained, saved or counted. The first training step refuses a
 *       parameter or a buffer that is used and not registered, and names the line that made it.
 * </ul>
 */
public abstract class Block implements Module {
    private final String name;
    private final List<Object> parts = new ArrayList<>(); // modules, parameters and buffers
    private final Map<String, Object> byName = new HashMap<>();

    /**
     * A module of which nothing is registered yet.
     *
     * @param name the name, for messages, parameters and tables, as "encoder"
     * @throws IllegalArgumentException if the name is blank
     */
    protected Block(String name) {
        this.name = Checks.name("module", name);
    }

    /**
     * Registers a module of which this one is made.
     *
     * @param module the module, a lambda too
     * @param <M> its type
     * @return the module
     * @throws IllegalArgumentException if a parameter or a buffer of it has the name of a different
     *     one here, or it contains this block
     */
    protected final <M extends Module> M child(M module) {
        if (Place.contains(Checks.present(name, "the child", module), this)) {
            throw Checks.illegal("%s: the child %s contains %s itself", name, module.name(), name);
        }
        String advice =
                "give each layer a name of its own, as in new Dense(\"hidden\", 4, 8, ...) or Mlp.of(4,"
                        + " 8, 2).name(\"encoder\")";
        module.parameters().forEach(p -> claim(p.name(), p, advice));
        module.buffers().forEach(b -> claim(b.name(), b, advice));
        parts.add(module);
        return module;
    }

    /**
     * Registers a weight.
     *
     * @param name its name within this module: "weight" becomes "encoder.weight"
     * @param initial the first values, which also fix the shape
     * @return the parameter
     * @throws IllegalArgumentException if the name is blank or taken
     */
    protected final Parameter parameter(String name, Tensor initial) {
        return parameter(new Parameter(full("parameter", name), initial));
    }

    /**
     * Registers a parameter that is there already, as one that this module shares with another.
     *
     * @param parameter the parameter
     * @return the parameter
     * @throws IllegalArgumentException if its name is that of a different one here
     */
    protected final Parameter parameter(Parameter parameter) {
        return add(parameter.name(), parameter);
    }

    /**
     * Registers a parameter that is no weight and that penalties leave alone: {@link
     * Parameter#ofBias}.
     *
     * @param name its name within this module: "bias" becomes "encoder.bias"
     * @param initial the first values, which also fix the shape
     * @return the parameter
     * @throws IllegalArgumentException if the name is blank or taken
     */
    protected final Parameter bias(String name, Tensor initial) {
        return parameter(Parameter.ofBias(full("parameter", name), initial));
    }

    /**
     * Registers a tensor that is part of the state and not trained by gradients.
     *
     * @param name its name within this module: "mean" becomes "norm.mean"
     * @param initial the first values, which also fix the shape
     * @return the buffer, which {@link Pass#update} changes
     * @throws IllegalArgumentException if the name is blank or taken
     */
    protected final Buffer buffer(String name, Tensor initial) {
        Buffer buffer = new Buffer(full("buffer", name), initial);
        return add(buffer.name(), buffer);
    }

    private String full(String what, String part) {
        return name + "." + Checks.name(name + ": " + what, part);
    }

    private <P> P add(String partName, P part) {
        claim(partName, part, "register each under a name of its own");
        parts.add(part);
        return part;
    }

    private void claim(String partName, Object part, String advice) {
        Object other = byName.putIfAbsent(partName, part);
        if (other != null && other != part) {
            throw Checks.illegal(
                    "%s: there are two of one name, %s and %s; %s", name, other, part, advice);
        }
    }

    @Override
    public final String name() {
        return name;
    }

    /**
     * The modules that were registered.
     *
     * @return an unmodifiable list in the order of registration
     */
    @Override
    public final List<Module> children() {
        return parts.stream().filter(Module.class::isInstance).map(Module.class::cast).toList();
    }

    /**
     * The parameters of this module and of its children, in the order of registration.
     *
     * @return an unmodifiable list of each once
     */
    @Override
    public final List<Parameter> parameters() {
        return all(Parameter.class, Module::parameters);
    }

    /**
     * The buffers of this module and of its children, in the order of registration.
     *
     * @return an unmodifiable list of each once
     */
    @Override
    public final List<Buffer> buffers() {
        return all(Buffer.class, Module::buffers);
    }

    private <P> List<P> all(Class<P> type, Function<Module, List<P>> ofChild) {
        Set<P> all = new LinkedHashSet<>();
        for (Object part : parts) {
            if (part instanceof Module child) {
                all.addAll(ofChild.apply(child));
            } else if (type.isInstance(part)) {
                all.add(type.cast(part));
            }
        }
        return Collections.unmodifiableList(new ArrayList<>(all));
    }

    /** The texts of the children, separated by commas. */
    final String listed() {
        return children().stream().map(Block::text).collect(Collectors.joining(", "));
    }

    /** The text of a module; its name if it has none but that of every object, as a lambda. */
    static String text(Module module) {
        String text = String.valueOf(module);
        String none = module.getClass().getName() + "@" + Integer.toHexString(module.hashCode());
        return text.equals(none) ? module.name() : text;
    }

    /**
     * The name and the children.
     *
     * @return as "gated (dense (2 to 2))"
     */
    @Override
    public String toString() {
        return name + " (" + listed() + ")";
    }
}
