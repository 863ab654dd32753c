package org.cotangent.internal;

import java.net.URL;
import java.security.CodeSource;
import java.util.Objects;
import org.cotangent.Tensor;

/** The code that calls the engine. */
public final class UserCode {
    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String ENGINE = Tensor.class.getPackageName();

    private UserCode() {}

    /**
     * The innermost frame outside the engine.
     *
     * @return a line, or null if there is none
     */
    public static StackTraceElement line() {
        URL engine = source(Tensor.class);
        return WALKER.walk(
                frames ->
                        frames.filter(frame -> !isOf(engine, frame.getDeclaringClass()))
                                .findFirst()
                                .map(StackWalker.StackFrame::toStackTraceElement)
                                .orElse(null));
    }

    private static boolean isOf(URL engine, Class<?> type) {
        String room = type.getPackageName();
        return type.getModule() == Object.class.getModule()
                || (room.equals(ENGINE) || isRoom(room)) && Objects.equals(engine, source(type));
    }

    private static boolean isRoom(String name) {
        return name.startsWith(ENGINE + ".") && !name.startsWith(ENGINE + ".nn");
    }

    private static URL source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation(); // of a class defined from bytes
    }
}
