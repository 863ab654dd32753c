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

    /** The settings as texts, for a state. */
    static Map<String, String> texts(Map<String, Object> settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    /** A name, and behind it in parentheses a number and the settings. */
    static String shown(String name, String number, double value, Map<String, Object> settings) {
        StringBuilder text = new StringBuilder(name + "(" + number + " " + value);
        settings.forEach((key, setting) -> text.append(", " + key + " " + setting));
        return text.append(")").toString();
    }

    /** Refuses a state that was made with other settings. */
    static void requireSame(String owner, State state, Map<String, Object> settings) {
        settings.forEach((name, value) -> requireSame(owner, name, state.text(name), value));
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
