package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/** Settings by their names, for texts and states. */
final class Settings {
    private Settings() {}

    /** A map of names and values in turn, in their order. */
    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** The settings as values of a state: numbers and truth values, others as texts. */
    static Map<String, Object> values(Map<String, Object> settings) {
        Map<String, Object> values = new LinkedHashMap<>(settings);
        values.replaceAll(
                (name, value) ->
                        value instanceof Number || value instanceof Boolean
                                ? value
                                : value.toString());
        return values;
    }

    /** A name, and behind it in parentheses a number and the settings. */
    static String shown(String name, String number, double value, Map<String, Object> settings) {
        StringBuilder text = new StringBuilder(name + "(" + number + " " + value);
        settings.forEach((key, setting) -> text.append(", " + key + " " + setting));
        return text.append(")").toString();
    }

    /** Refuses a state that was made with other settings. */
    static void requireSame(String owner, State state, Map<String, Object> settings) {
        settings.forEach(
                (name, value) -> {
                    String found = state.has(name) ? "" + state.values().get(name) : "none";
                    requireSame(owner, name, found, value);
                });
    }

    static void requireSame(String owner, String name, String found, Object here) {
        if (!found.equals(String.valueOf(here))) {
            throw Checks.illegal(
                    "%s: the state was made with %s %s, here it is %s; they must be the same."
                            + " Nothing was changed",
                    owner, name, found, here);
        }
    }
}
