package org.cotangent.nn;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.nn.internal.Checks;

/**
 * The way in which modules of one class become a {@link State} and are made of it again. Every
 * layer of Cotangent has one beside its code; one of a class of your own stands there too, and is
 * handed to {@code Models}.
 *
 * <pre>{@code
 * class Gate extends Block implements Layer {
 *     final double power;
 *     final Parameter weight;
 *     final Layer inner;
 *
 *     Gate(double power, Tensor weight, Layer inner) {
 *         super("gate");
 *         this.power = power;
 *         this.weight = parameter("weight", weight);
 *         this.inner = child(inner);
 *     }
 *
 *     public Tensor forward(Tensor x, Pass pass) {
 *         return inner.forward(x, pass).mul(weight.value()).pow(power);
 *     }
 * }
 * ModuleFormat<Gate> format =
 *         ModuleFormat.of(
 *                 "gate",
 *                 Gate.class,
 *                 (gate, state) -> state.with("power", gate.power),
 *                 (state, children) ->
 *                         new Gate(
 *                                 state.number("power"),
 *                                 state.tensor("weight"),
 *                                 (Layer) children.get(0)));
 * Path folder = Files.createTempDirectory("model");
 * Models.save(folder, new Gate(2, Tensor.vector(2, 3), Activation.RELU), format);
 * Models.load(folder, format).apply(Tensor.vector(1, 1));   // [4, 9]
 * }</pre>
 *
 * <p>Only settings are written by hand. The name, parameters, buffers and children are found in the
 * module: its state has the name as "name", its tensors without those of its children by their
 * names within it, as "weight" for "gate.weight", and the children in their order. A module may be
 * made with other numbers in its tensors, as random ones; it gets those of the state afterwards.
 *
 * @param <M> the class
 */
public final class ModuleFormat<M extends Module> {
    private final String kind;
    private final Class<M> type;
    private final BiFunction<? super M, State, State> settings;
    private final BiFunction<State, List<Module>, ? extends M> maker;

    private ModuleFormat(
            String kind,
            Class<M> type,
            BiFunction<? super M, State, State> settings,
            BiFunction<State, List<Module>, ? extends M> maker) {
        this.kind = Checks.name("module format", kind);
        this.type = Objects.requireNonNull(type, () -> kind + ": the class is null");
        this.settings = Checks.present(kind, "the settings", settings);
        this.maker = Checks.present(kind, "the maker", maker);
    }

    /**
     * The format of modules without children.
     *
     * @param <M> the class
     * @param kind the kind of the states, as "gate"; none of Cotangent's own
     * @param type the class; not those that extend it
     * @param settings adds the settings of a module to the state given, with names of your choice
     *     that are not "name", "id", "children" or those of its tensors
     * @param maker makes a module of a state with settings and tensors
     * @return the format
     * @throws IllegalArgumentException if the kind is blank
     */
    public static <M extends Module> ModuleFormat<M> of(
            String kind,
            Class<M> type,
            BiFunction<? super M, State, State> settings,
            Function<State, ? extends M> maker) {
        Checks.present(kind, "the maker", maker);
        return of(kind, type, settings, (state, children) -> maker.apply(state));
    }

    /**
     * The format of modules that have others in them.
     *
     * @param <M> the class
     * @param kind the kind of the states, as "gate"; none of Cotangent's own
     * @param type the class; not those that extend it
     * @param settings adds the settings of a module to the state given, with names of your choice
     *     that are not "name", "id", "children" or those of its tensors
     * @param maker makes a module of a state with settings and tensors, and of its children, which
     *     are made already: the module's own {@link Module#children()} must be the same again
     * @return the format
     * @throws IllegalArgumentException if the kind is blank
     */
    public static <M extends Module> ModuleFormat<M> of(
            String kind,
            Class<M> type,
            BiFunction<? super M, State, State> settings,
            BiFunction<State, List<Module>, ? extends M> maker) {
        return new ModuleFormat<>(kind, type, settings, maker);
    }

    /**
     * The kind of the states.
     *
     * @return as "gate"
     */
    public String kind() {
        return kind;
    }

    boolean takes(Module module) {
        return module.getClass() == type;
    }

    State settings(Module module) {
        State state = settings.apply(type.cast(module), new State(kind));
        return Objects.requireNonNull(state, () -> kind + ": the state of settings is null")
                .require(kind);
    }

    Module make(State state, List<Module> children) {
        return Objects.requireNonNull(
                maker.apply(state, children), () -> kind + ": the module made is null");
    }

    /**
     * The kind and the class.
     *
     * @return as "gate (org.example.Gate)"
     */
    @Override
    public String toString() {
        return kind + " (" + type.getTypeName() + ")";
    }
}
