package org.cotangent.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.nn.train.TrainingReport;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

/** What a kernel gets to show. */
class DisplayTest {
    private static final Tensor X = Tensor.variable(2).named("x<y");
    private static final Tensor F = X.square();

    private static String form(Object value, MIMEType type) throws Exception {
        Renderer renderer = new Renderer();
        CotangentExtension.register(renderer);
        DisplayData data = renderer.render(value);
        assertEquals(Display.of(value).get("text/plain"), data.getData(MIMEType.TEXT_PLAIN));
        assertTrue(data.hasDataForType(type), () -> value.getClass() + " as " + type);
        return (String) data.getData(type);
    }

    @Test
    void theKernelFindsTheExtension() {
        assertInstanceOf(
                CotangentExtension.class,
                ServiceLoader.load(Extension.class).findFirst().orElseThrow());
    }

    @Test
    void graphsArePictures() throws Exception {
        assertEquals(Graph.of(F).toSvg(), form(Graph.of(F), MIMEType.IMAGE_SVG));
    }

    @Test
    void reportsAreFrames() throws Exception {
        Dense model = new Dense(1, 1, Initializers.xavier(), new SeededRandom(1));
        SupervisedTrainer<Tensor> trainer =
                Trainer.regressor(model, new Sgd(0.1)).epochs(1).progress(Progress.none());
        Tensor points = Tensor.zeros(2, 1);
        History history = trainer.fit(Dataset.ofValues(points, points), new SeededRandom(1));
        TrainingReport training = TrainingReport.of(trainer, history);
        for (Object report : List.of(Trace.of(F), GradCheck.check(t -> t.exp(), X), training)) {
            String html = form(report, MIMEType.TEXT_HTML);
            assertTrue(html.startsWith("<iframe ") && html.endsWith("</iframe>"), html);
            assertEquals(4, html.chars().filter(c -> c == '"').count(), "one attribute");
        }
    }

    @Test
    void chartsArePictures() throws Exception {
        Chart chart = new Chart("squares").line("y", new double[] {1, 4, 9});
        for (Object value : List.of(chart, new Panels(2, List.of(chart, chart)))) {
            byte[] png = Base64.getDecoder().decode(form(value, MIMEType.IMAGE_PNG));
            assertTrue(ImageIO.read(new ByteArrayInputStream(png)).getWidth() >= 640);
        }
    }

    @Test
    void anythingElseIsText() {
        assertEquals(Map.of("text/plain", "4"), Display.of(F));
        assertEquals(Map.of("text/plain", "x<y  []  4\n"), Display.of(F.backward()));
    }
}
