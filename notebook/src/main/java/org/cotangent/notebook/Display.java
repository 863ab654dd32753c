package org.cotangent.notebook;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.gradcheck.Report;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.plot.Picture;
import org.cotangent.nn.plot.TrainingCharts;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.TrainingReport;

/**
 * The forms of an object for display in a notebook, by MIME type, for a kernel of any kind.
 *
 * <p>Each object has {@code text/plain}. Graphs are pictures in {@code image/svg+xml}; traces,
 * reports of gradient checks and of trainings are pages in {@code text/html}; histories and charts
 * are pictures in {@code image/png} (Base64). All else is text, gradients too.
 */
public final class Display {
    /** The types that have more than text. */
    static final List<Class<?>> TYPES =
            List.of(
                    Graph.class,
                    Trace.class,
                    Report.class,
                    TrainingReport.class,
                    History.class,
                    Chart.class,
                    HeatMap.class,
                    ImageGrid.class,
                    Panels.class);

    private Display() {}

    /**
     * The forms of an object.
     *
     * @param value the object
     * @return the data by MIME type, {@code text/plain} first
     */
    public static Map<String, String> of(Object value) {
        Objects.requireNonNull(value, "display: the object is null");
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("text/plain", text(value));
        if (value instanceof Graph graph) {
            forms.put("image/svg+xml", graph.toSvg());
        } else if (value instanceof Trace trace) {
            forms.put("text/html", frame(trace.toHtml()));
        } else if (value instanceof Report report) {
            forms.put("text/html", frame(report.toHtml()));
        } else if (value instanceof TrainingReport report) {
            forms.put("text/html", frame(report.toHtml()));
        } else if (value instanceof History history) {
            forms.put("image/png", png(TrainingCharts.of(history)));
        } else if (value instanceof Picture picture) {
            forms.put("image/png", png(picture));
        }
        return forms;
    }

    private static String text(Object value) {
        return value instanceof Picture ? value.getClass().getSimpleName() : value.toString();
    }

    /** In a frame, so that the styles of the page stay its own. */
    private static String frame(String page) {
        return "<iframe style=\"width: 100%; height: 30em; border: 0\" srcdoc=\""
                + page.replace("&", "&amp;").replace("\"", "&quot;")
                + "\"></iframe>";
    }

    private static String png(Picture picture) {
        return Base64.getEncoder().encodeToString(picture.toPng());
    }
}
