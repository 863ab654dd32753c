package org.cotangent.benchmarks;

import java.net.URL;
import java.security.CodeSource;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A finder of the contenders that are written in Java. */
final class Contenders {
    /** Those that need nothing else on the class path. */
    static final List<Contender> BUILT_IN =
            List.of(
                    new Ours(),
                    new OursByHand(),
                    new OursTrainer(true),
                    new OursTrainer(false),
                    new ByHand(),
                    new CommonsMath(),
                    new Ejml());

    private Contenders() {}

    /**
     * The contender of a name.
     *
     * @throws IllegalArgumentException if there is none, with the reason
     */
    static Contender named(String name) {
        for (Contender contender : BUILT_IN) {
            if (contender.name().equals(name)) {
                return contender;
            }
        }
        try {
            for (Contender contender : ServiceLoader.load(Contender.class)) {
                if (contender.name().equals(name)) {
                    return contender;
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "not on the class path; benchmarks/side-by-side --peers builds with it");
    }

    /** The version in the name of the jar that a class comes from, or "of unknown version". */
    static String versionOf(Class<?> type, String artifact) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL jar = source == null ? null : source.getLocation();
        Matcher version =
                Pattern.compile(Pattern.quote(artifact) + "-([\\w.]+)\\.jar")
                        .matcher(String.valueOf(jar));
        return version.find() ? version.group(1) : "of unknown version";
    }
}
