package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.Kernels;
import org.cotangent.internal.HtmlWriter;
import org.cotangent.nn.Average;
import org.cotangent.nn.ConfusionMatrix;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.TextTableWriter;
import org.cotangent.nn.train.LayerPart.Kind;

/** A report of a training as a web page of one file. */
final class TrainingReportHtml {
    private static final int MOST_CONFUSIONS = 20;
    private static final int DEEPEST = 3; // that is indented further

    private final TrainingReport report;
    private final History history;
    private final HtmlWriter page;

    private TrainingReportHtml(TrainingReport report, HtmlWriter page) {
        this.report = report;
        this.history = report.history;
        this.page = page;
    }

    static String of(TrainingReport report) {
        String title = "Training" + (report.name.isEmpty() ? "" : " of " + report.name);
        HtmlWriter page = new HtmlWriter(title);
        new TrainingReportHtml(report, page).all(title);
        return page.finish();
    }

    private void all(String title) {
        head(title);
        HistoryCharts.write(page, history);
        report.evaluations.forEach(this::evaluation);
        if (!report.settings.isEmpty()) {
            pairs("Settings", "The settings of the training", report.settings);
        }
        parameters();
        epochs();
        pairs("Environment", "The machine and the software of this run", environment());
    }

    private void head(String title) {
        page.open("header");
        page.element("h1", title);
        page.element("p", course());
        page.open("div", "class", "facts");
        Epoch epoch = history.best().orElse(history.last());
        page.fact("" + history.epochs(), history.epochs() == 1 ? "epoch" : "epochs");
        facts("training ", epoch.training());
        epoch.validation().ifPresent(results -> facts("validation ", results));
        report.evaluations.forEach((name, each) -> facts(name + ": ", each.results()));
        page.fact(count(report.parts.get(0).size()), "parameters");
        page.close();
        page.close();
    }

    private void facts(String of, LossAndMetrics results) {
        page.fact(number(results.loss()), of + "loss");
        results.metrics().forEach((name, value) -> page.fact(number(value), of + name));
    }

    private String course() {
        String ended =
                history.stopped()
                        .map(why -> "Stopped after epoch " + history.epochs() + ": " + why + ".")
                        .orElse("All epochs were trained.");
        String weights = " The model has the weights of epoch %s.";
        return ended + history.best().map(e -> Checks.text(weights, e.number())).orElse("");
    }

    private static String number(double value) {
        return Checks.text("%.4g", value);
    }

    private static String count(long value) {
        return Checks.text("%,d", value);
    }

    private void pairs(String heading, String caption, Map<String, String> texts) {
        page.section(heading);
        page.table(caption, 2, "what", "value");
        texts.forEach(
                (name, text) -> {
                    page.row(name);
                    page.cell(text, "left words");
                    page.close();
                });
        page.closeTable();
        page.close();
    }

    // ---- evaluations

    private void evaluation(String name, TrainingReport.Evaluated evaluated) {
        page.section("Evaluation: " + name);
        page.element("p", count(evaluated.rows()) + " samples: " + evaluated.results());
        if (evaluated.matrix() != null) {
            if (evaluated.names().size() <= Evaluation.MOST_CLASSES) {
                matrix(evaluated.matrix(), evaluated.names());
            } else {
                confusions(evaluated.matrix(), evaluated.names());
            }
            classes(evaluated.matrix(), evaluated.names());
        }
        page.close();
    }

    private void matrix(ConfusionMatrix matrix, List<String> names) {
        List<String> heading = new ArrayList<>(List.of("actual \\ predicted"));
        heading.addAll(names);
        page.table(
                "Confusion matrix: a row for each actual class, a column for each predicted one;"
                        + " those predicted right are underlined",
                1,
                heading.toArray(String[]::new));
        for (int actual = 0; actual < names.size(); actual++) {
            page.row(names.get(actual));
            for (int predicted = 0; predicted < names.size(); predicted++) {
                int count = matrix.count(actual, predicted);
                String style = actual == predicted ? "right " : "";
                page.cell(count(count), style + heat(count, matrix.support(actual)));
            }
            page.close();
        }
        page.closeTable();
    }

    private static String heat(int count, int all) {
        return count == 0
                ? "soft"
                : 10L * count < all ? "heat1" : 2L * count < all ? "heat2" : "heat3";
    }

    /** The pairs of classes that were most often taken for each other, of a matrix too large. */
    private void confusions(ConfusionMatrix matrix, List<String> names) {
        List<int[]> pairs = new ArrayList<>();
        for (int actual = 0; actual < names.size(); actual++) {
            for (int predicted = 0; predicted < names.size(); predicted++) {
                if (actual != predicted && matrix.count(actual, predicted) > 0) {
                    pairs.add(new int[] {actual, predicted, matrix.count(actual, predicted)});
                }
            }
        }
        pairs.sort(Comparator.comparingInt(pair -> -pair[2]));
        List<int[]> shown = pairs.subList(0, Math.min(MOST_CONFUSIONS, pairs.size()));
        page.table(
                "Confusions, the " + shown.size() + " most frequent of " + pairs.size() + " pairs",
                2,
                "actual",
                "predicted",
                "samples");
        for (int[] pair : shown) {
            page.row(names.get(pair[0]));
            page.cell(names.get(pair[1]), "left");
            page.cell(count(pair[2]), "");
            page.close();
        }
        page.closeTable();
    }

    private void classes(ConfusionMatrix matrix, List<String> names) {
        page.table("Classes", 1, "class", "precision", "recall", "F1", "samples");
        for (int c = 0; c < names.size(); c++) {
            int support = matrix.support(c);
            scores(names.get(c), matrix.precision(c), matrix.recall(c), matrix.f1(c), support);
        }
        for (Average a : Average.values()) {
            String name = a.name().toLowerCase(Locale.ROOT) + " average";
            scores(name, matrix.precision(a), matrix.recall(a), matrix.f1(a), matrix.total());
        }
        page.closeTable();
    }

    private void scores(String name, double precision, double recall, double f1, long samples) {
        page.row(name, fraction(precision), fraction(recall), fraction(f1), count(samples));
    }

    private static String fraction(double value) {
        return Checks.text("%.4f", value);
    }

    // ---- the model

    private void parameters() {
        Map<String, ParameterStatistics> statistics = new LinkedHashMap<>();
        history.last().parameters().forEach(each -> statistics.put(each.name(), each));
        List<String> columns = new ArrayList<>(List.of("layer", "shape", "numbers", "norm"));
        if (!statistics.isEmpty()) {
            columns.addAll(List.of("gradient", "update", "update/weight"));
        }
        page.section("Parameters");
        page.table(
                "Layers with their parameters and buffers"
                        + (statistics.isEmpty()
                                ? ""
                                : "; norms of gradients and updates are means over the last epoch"),
                1,
                columns.toArray(String[]::new));
        for (LayerPart part : report.parts) {
            boolean layer = part.kind() == Kind.LAYER;
            page.row(
                    part.kind() == Kind.BUFFER ? part.name() + " (buffer)" : part.name(),
                    Math.min(part.depth(), DEEPEST));
            page.cell(part.shape(), "");
            page.cell(layer && part.size() == 0 ? "" : count(part.size()), layer ? "soft" : "");
            page.cell(layer ? "" : TextTableWriter.number(part.norm()), "");
            if (!statistics.isEmpty()) {
                ParameterStatistics each =
                        part.kind() == Kind.PARAMETER ? statistics.get(part.name()) : null;
                page.cell(each == null ? "" : TextTableWriter.number(each.gradientNorm()), "");
                page.cell(each == null ? "" : TextTableWriter.number(each.updateNorm()), "");
                page.cell(each == null ? "" : TextTableWriter.number(each.updateRatio()), "");
            }
            page.close();
        }
        page.closeTable();
        page.close();
    }

    private void epochs() {
        List<String[]> rows = history.table();
        page.section("Epochs");
        page.table("Losses and metrics of each epoch", 1, rows.get(0));
        for (String[] row : rows.subList(1, rows.size())) {
            page.row(row[0], Arrays.copyOfRange(row, 1, row.length));
        }
        page.closeTable();
        page.close();
    }

    private static Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
        all.put("virtual machine", System.getProperty("java.vm.name"));
        all.put("kernels", Kernels.description());
        Runtime runtime = Runtime.getRuntime();
        all.put("processors", "" + runtime.availableProcessors());
        all.put("largest heap", count(runtime.maxMemory() >> 20) + " MiB");
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        all.put("operating system", system + ", " + System.getProperty("os.arch"));
        return all;
    }
}
