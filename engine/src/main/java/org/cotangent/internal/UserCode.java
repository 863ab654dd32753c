package org.cotangent.internal;

import java.net.URL;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The code that calls the engine. */
public final class UserCode {
    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Set<String> ROOMS =
            Set.of("", ".graph", ".internal", ".kernel", ".linalg", ".program", ".tape");

    private static final String INTERNAL = UserCode.class.getPackageName();
    private static final String ENGINE = INTERNAL.substring(0, INTERNAL.lastIndexOf('.'));

    private UserCode() {}

    /**
     * The innermost frame outside the engine.
     *
     * @return a line, or null if there is none
     */
    public static StackTraceElement line() {
        return line(type -> false);
    }

    /**
     * The innermost frame outside the engine and a library on top of it: the packages at and below
     * that of one of its classes, as far as they come from the same place.
     *
     * @param library the class
     * @return a line, or null if there is none
     */
    public static StackTraceElement lineOutside(Class<?> library) {
        String root = library.getPackageName();
        URL place = source(library);
        return line(
                type ->
                        (type.getPackageName() + ".").startsWith(root + ".")
                                && Objects.equals(place, source(type)));
    }

    private static StackTraceElement line(Predicate<Class<?>> passedOver) {
        URL engine = source(UserCode.class);
        return WALKER.walk(
                frames ->
                        frames.filter(frame -> !isOf(engine, frame.getDeclaringClass()))
                                .filter(frame -> !passedOver.test(frame.getDeclaringClass()))
                                .findFirst()
                                .map(StackWalker.StackFrame::toStackTraceElement)
                                .orElse(null));
    }

    private static boolean isOf(URL engine, Class<?> type) {
        String room = type.getPackageName();
        return type.getModule() == Object.class.getModule()
                || room.startsWith(ENGINE)
                        && ROOMS.contains(room.substring(ENGINE.length()))
                        && Objects.equals(engine, source(type));
    }

    private static URL source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation(); // of a class defined from bytes
    }
}
