package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Conversion of modules to {@linkplain State states} and back: settings, parameters, buffers and
 * children, everything but code.
 *
 * <pre>{@code
 * Layer model = new Sequential(new Dropout(0.5), Activation.RELU);
 * State state = ModuleStates.of(model);
 * state.children("children").get(0).number("rate");   // 0.5
 * ModuleStates.module(state);                         // dropout (0.5), RELU
 * }</pre>
 *
 * <p>A module with parameters or buffers that occurs more than once has an id where it occurs
 * first, and is a state of the kind "shared" with that id afterwards.
 */
public final class ModuleStates {
    private static final String NAME = "name";
    private static final String ID = "id";
    private static final String CHILDREN = "children";
    private static final String SHARED = "shared";

    /** Those of this package, and those that others offer as a service. */
    static final List<ModuleFormat<?>> OURS =
            Stream.concat(
                            Stream.of(
                                    Dense.FORMAT,
                                    Activation.FORMAT,
                                    Maxout.FORMAT,
                                    Prelu.FORMAT,
                                    Rrelu.FORMAT,
                                    Glu.FORMAT,
                                    Crelu.FORMAT,
                                    GradientReversal.FORMAT,
                                    ActivationPenalty.FORMAT,
                                    Dropout.FORMAT,
                                    BatchNorm.FORMAT,
                                    LayerNorm.FORMAT,
                                    GroupNorm.FORMAT,
                                    InstanceNorm.FORMAT,
                                    Embedding.FORMAT,
                                    Flatten.FORMAT,
                                    Reshape.FORMAT,
                                    Sequential.FORMAT,
                                    Residual.FORMAT,
                                    Parallel.FORMAT,
                                    Mlp.FORMAT),
                            ServiceLoader.load(
                                            ModuleFormats.class,
                                            ModuleStates.class.getClassLoader())
                                    .stream()
                                    .flatMap(list -> list.get().formats().stream()))
                    .toList();

    private ModuleStates() {}

    /** Formats of one's own and then ours, each of another kind. */
    private static List<ModuleFormat<?>> formats(ModuleFormat<?>... own) {
        List<ModuleFormat<?>> formats = new ArrayList<>(Arrays.asList(own));
        formats.addAll(OURS);
        Set<String> kinds = new HashSet<>(Set.of(SHARED));
        for (ModuleFormat<?> format : formats) {
            if (!kinds.add(format.kind())) {
                throw Checks.illegal(
                        "models: two formats of the kind \"%s\"; give your own another name",
                        format.kind());
            }
        }
        return formats;
    }

    /**
     * The state of a module.
     *
     * @param module the module
     * @param own formats of classes that are not Cotangent's
     * @return its state, with constants as tensors
     * @throws IllegalArgumentException if there is no format for a module in it, as for a lambda,
     *     which is code; the message names its place
     */
    public static State of(Module module, ModuleFormat<?>... own) {
        Writer writer = new Writer(formats(own));
        writer.count(module, module.name());
        return writer.state(module, module.name());
    }

    /**
     * The module of a state.
     *
     * @param state a state from {@link #of}
     * @param own formats of classes that are not Cotangent's
     * @return a module that computes the same, bit for bit
     * @throws IllegalArgumentException if it is no such state, or there is no format for a kind in
     *     it; the message names its place
     */
    public static Module module(State state, ModuleFormat<?>... own) {
        return new Reader(formats(own)).module(state);
    }

    /**
     * The settings of one module, without its tensors and its children.
     *
     * @param module the module
     * @param own formats of classes that are not Cotangent's
     * @return the settings by their names; empty if there is no format for its class
     */
    public static Map<String, Object> settings(Module module, ModuleFormat<?>... own) {
        return formats(own).stream()
                .filter(format -> format.takes(module))
                .findFirst()
                .map(format -> format.settings(module).values())
                .orElse(Map.of());
    }

    private static String local(Module module, String name) {
        String prefix = module.name() + ".";
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** A parameter or a buffer, with its name within its module. */
    private record Part(String name, Tensor value, Consumer<Tensor> setter) {}

    /** The parameters and then the buffers of a module that are none of its children's. */
    private static List<Part> own(Module module) {
        Set<Object> others = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Module child : module.children()) {
            others.addAll(child.parameters());
            others.addAll(child.buffers());
        }
        return Stream.concat(
                        module.parameters().stream()
                                .filter(p -> !others.contains(p))
                                .map(p -> new Part(local(module, p.name()), p.value(), p::set)),
                        module.buffers().stream()
                                .filter(b -> !others.contains(b))
                                .map(b -> new Part(local(module, b.name()), b.value(), b::set)))
                .toList();
    }

    private static final class Writer {
        private final List<ModuleFormat<?>> formats;
        private final Map<Module, Integer> ids = new IdentityHashMap<>(); // of what is shared
        private final Set<Module> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Module> open = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Module> written = Collections.newSetFromMap(new IdentityHashMap<>());

        Writer(List<ModuleFormat<?>> formats) {
            this.formats = formats;
        }

        /** Finds what occurs more than once. */
        void count(Module module, String path) {
            if (open.contains(module)) {
                throw Checks.illegal("models: %s contains itself", path);
            }
            if (!seen.add(module)) {
                boolean stateless = module.parameters().isEmpty() && module.buffers().isEmpty();
                if (!stateless) {
                    ids.putIfAbsent(module, ids.size() + 1);
                }
                return;
            }
            open.add(module);
            each(module, path, this::count);
            open.remove(module);
        }

        private static void each(Module module, String path, BiConsumer<Module, String> visitor) {
            List<Module> children = module.children();
            for (int i = 0; i < children.size(); i++) {
                Module child = children.get(i);
                visitor.accept(child, path + "/" + i + " " + child.name());
            }
        }

        State state(Module module, String path) {
            Integer id = ids.get(module);
            if (id != null && !written.add(module)) {
                return new State(SHARED).with(ID, id);
            }
            Map<String, Object> parts = new LinkedHashMap<>();
            State settings = format(module, path).settings(module);
            parts.put(NAME, module.name());
            settings.values().forEach((name, value) -> put(parts, name, value, path));
            if (id != null) {
                put(parts, ID, id, path);
            }
            own(module).forEach(part -> put(parts, part.name, part.value, path));
            List<State> children = new ArrayList<>();
            each(module, path, (child, childPath) -> children.add(state(child, childPath)));
            if (!children.isEmpty()) {
                put(parts, CHILDREN, children, path);
            }
            return new State(settings.kind(), parts);
        }

        private static void put(Map<String, Object> parts, String name, Object value, String path) {
            if (parts.put(name, value) != null) {
                throw Checks.illegal(
                        "models: %s: \"%s\" occurs twice among its name, its settings and its"
                                + " parts; they must have different names",
                        path, name);
            }
        }

        private ModuleFormat<?> format(Module module, String path) {
            for (ModuleFormat<?> format : formats) {
                if (format.takes(module)) {
                    return format;
                }
            }
            Class<?> type = module.getClass();
            throw Checks.illegal(
                    "models: %s (%s) is code, which files do not hold. Give a ModuleFormat for"
                            + " its class, as TransformLayer.FORMAT for a fitted Transform; or write"
                            + " the weights alone with Weights.save(file, model), make the model in"
                            + " code again and call Weights.load(file, model)",
                    path, type.isAnonymousClass() ? type.getTypeName() : type.getSimpleName());
        }
    }

    private static final class Reader {
        private final List<ModuleFormat<?>> formats;
        private final Map<Long, Module> shared = new HashMap<>();

        Reader(List<ModuleFormat<?>> formats) {
            this.formats = formats;
        }

        Module module(State state) {
            if (state.kind().equals(SHARED)) {
                Module module = shared.get(state.integer(ID));
                if (module == null || state.values().size() != 1) {
                    throw state.refusal("must have the id of a module before it and nothing else");
                }
                return module;
            }
            ModuleFormat<?> format = format(state);
            List<Module> children =
                    state.has(CHILDREN)
                            ? state.children(CHILDREN).stream().map(this::module).toList()
                            : List.of();
            Module module;
            State again;
            try {
                module = format.make(state, children);
                again = format.settings(module);
            } catch (RuntimeException e) {
                throw state.located(e);
            }
            requireChildren(state, module, children);
            if (!module.name().equals(state.text(NAME))) {
                throw state.wrong(
                        NAME, "\"" + module.name() + "\", as the module made of it is called,");
            }
            Set<String> known = new HashSet<>(Set.of(NAME, ID, CHILDREN));
            for (Part part : own(module)) {
                known.add(part.name);
                set(state, part);
            }
            requireSettings(state, again, known);
            if (state.has(ID) && shared.put(state.integer(ID), module) != null) {
                throw state.refusal("the id " + state.integer(ID) + " is given twice");
            }
            return module;
        }

        private static void set(State state, Part part) {
            Tensor value = state.tensor(part.name);
            int[] made = part.value.shape();
            if (!Arrays.equals(value.shape(), made)) {
                throw state.wrong(
                        part.name,
                        "shape " + Arrays.toString(made) + ", as of the module made of it");
            }
            part.setter.accept(value);
        }

        private static void requireChildren(State state, Module module, List<Module> children) {
            List<Module> found = module.children();
            boolean same = found.size() == children.size();
            for (int i = 0; same && i < found.size(); i++) {
                same = found.get(i) == children.get(i);
            }
            if (!same) {
                throw state.refusal(
                        Checks.text(
                                "the module made of it has the children %s; they must be those that"
                                        + " its format was given, the objects in `children`, and"
                                        + " none made anew: %s",
                                found, children));
            }
        }

        private static void requireSettings(State state, State again, Set<String> known) {
            List<String> unknown = new ArrayList<>(state.values().keySet());
            unknown.removeAll(known);
            unknown.removeAll(again.values().keySet());
            if (!unknown.isEmpty()) {
                throw state.refusal("does not know the settings " + unknown);
            }
            for (Map.Entry<String, Object> setting : again.values().entrySet()) {
                String name = setting.getKey();
                if (!state.has(name) || !State.same(state.values().get(name), setting.getValue())) {
                    throw state.refusal(
                            Checks.text(
                                    "the module made of it has another \"%s\": %s became %s",
                                    name, state, again));
                }
            }
        }

        private ModuleFormat<?> format(State state) {
            for (ModuleFormat<?> format : formats) {
                if (format.kind().equals(state.kind())) {
                    return format;
                }
            }
            throw state.refusal(
                    "no such kind of module; there are "
                            + formats.stream().map(ModuleFormat::kind).toList()
                            + ". For one of your own, or of another package as"
                            + " TransformLayer.FORMAT, give its ModuleFormat");
        }
    }
}
