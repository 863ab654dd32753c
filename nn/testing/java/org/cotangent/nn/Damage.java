package org.cotangent.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * States that are not as they were written: each with one value of the tree taken out or changed.
 */
public final class Damage {
    private Damage() {}

    /** The state with each value of the tree taken out in turn, by the path of that value. */
    public static Map<String, State> less(State state) {
        Map<String, State> all = new LinkedHashMap<>();
        change(state, "", value -> null, damaged -> damaged, all);
        return all;
    }

    /** The state with each value of the tree replaced in turn by one of another type. */
    public static Map<String, State> other(State state) {
        Map<String, State> all = new LinkedHashMap<>();
        State odd = new State("odd");
        change(state, "", value -> odd, damaged -> damaged, all);
        return all;
    }

    private static void change(
            State state,
            String path,
            UnaryOperator<Object> changed,
            UnaryOperator<State> whole,
            Map<String, State> all) {
        state.values()
                .forEach(
                        (name, value) -> {
                            String here = path + "/" + name;
                            all.put(here, whole.apply(with(state, name, changed.apply(value))));
                            if (value instanceof State child) {
                                change(
                                        child,
                                        here,
                                        changed,
                                        c -> whole.apply(with(state, name, c)),
                                        all);
                            } else if (value instanceof List<?> list) {
                                for (int i = 0; i < list.size(); i++) {
                                    if (list.get(i) instanceof State child) {
                                        int at = i;
                                        change(
                                                child,
                                                here + "/" + i,
                                                changed,
                                                c ->
                                                        whole.apply(
                                                                with(
                                                                        state,
                                                                        name,
                                                                        put(list, at, c))),
                                                all);
                                    }
                                }
                            }
                        });
    }

    private static List<Object> put(List<?> list, int at, Object value) {
        List<Object> copy = new ArrayList<>(list);
        copy.set(at, value);
        return copy;
    }

    /** The state with a value in place of its own; without it if that is null. */
    public static State with(State state, String name, Object value) {
        Map<String, Object> values = new LinkedHashMap<>(state.values());
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        return new State(state.kind(), values);
    }
}
