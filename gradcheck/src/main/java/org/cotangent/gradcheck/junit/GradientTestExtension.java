package org.cotangent.gradcheck.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The JUnit extension that runs a {@link GradientTest}: one invocation for each try, with a {@link
 * GradientChecker} of its own. The annotation registers it; it is public as JUnit creates it.
 */
@SuppressWarnings("exports") // optional: its users have JUnit
public final class GradientTestExtension implements TestTemplateInvocationContextProvider {
    /** An extension without state. */
    public GradientTestExtension() {}

    /**
     * Whether the method is a gradient test.
     *
     * @param context the method's
     * @return true if it carries the annotation
     */
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), GradientTest.class);
    }

    /**
     * The tries.
     *
     * @param context the method's
     * @return one for each
     * @throws IllegalArgumentException if the annotation asks for no tries, or the method has no
     *     {@link GradientChecker} parameter
     */
    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        GradientTest test =
                AnnotationSupport.findAnnotation(method, GradientTest.class).orElseThrow();
        if (test.tries() < 1) {
            throw new IllegalArgumentException(
                    "gradient test: " + test.tries() + " tries; there must be 1 or more");
        }
        if (!List.of(method.getParameterTypes()).contains(GradientChecker.class)) {
            throw new IllegalArgumentException(
                    "gradient test: "
                            + method.getName()
                            + " has no parameter of type GradientChecker, and so checks nothing;"
                            + " it must take one, as in void "
                            + method.getName()
                            + "(GradientChecker check)");
        }
        return IntStream.range(0, test.tries())
                .mapToObj(i -> new Try(new GradientChecker(test, test.seed() + i)));
    }

    private record Try(GradientChecker checker) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocation) {
            return "seed " + checker.seed();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Resolver(checker));
        }
    }

    private record Resolver(GradientChecker checker) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == GradientChecker.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return checker;
        }
    }
}
