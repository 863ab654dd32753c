package org.cotangent.notebook;

import java.util.Map;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * The extension of the Jupyter kernel JJava that displays graphs, reports, trainings and charts;
 * the kernel finds it when the jar comes onto the class path.
 */
public final class CotangentExtension implements Extension {
    /** For the kernel. */
    public CotangentExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        register(kernel.getRenderer());
    }

    static void register(Renderer renderer) {
        for (Class<?> type : Display.TYPES) {
            registerType(renderer, type);
        }
    }

    private static <T> void registerType(Renderer renderer, Class<T> type) {
        renderer.createRegistration(type)
                .preferring(MIMEType.TEXT_HTML)
                .preferring(MIMEType.IMAGE_SVG)
                .preferring(MIMEType.IMAGE_PNG)
                .preferring(MIMEType.TEXT_PLAIN)
                .register(CotangentExtension::render);
    }

    private static void render(Object value, RenderContext context) {
        for (Map.Entry<String, String> form : Display.of(value).entrySet()) {
            context.getOutputContainer().putData(form.getKey(), form.getValue());
        }
    }
}
