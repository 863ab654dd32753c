package org.cotangent.gradcheck;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** A report as JSON. */
final class ReportJson {
    /** No more entries are written. */
    static final int MOST_ENTRIES = 1000;

    private final ReportContent content;
    private final CheckResult result;
    private final JsonGenerator json;

    private ReportJson(ReportContent content, JsonGenerator json) {
        this.content = content;
        this.result = content.result();
        this.json = json;
    }

    static String of(ReportContent content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new ReportJson(content, json).all();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a writer into memory: there is none
        }
        return text.toString();
    }

    private void all() throws IOException {
        json.writeStartObject();
        json.writeStringField("name", result.name());
        json.writeStringField("verdict", result.verdict().name());
        json.writeBooleanField("passed", result.passed());
        json.writeStringField("headline", content.headline());
        counts();
        json.writeNumberField("sensitivity", result.sensitivity());
        json.writeNumberField("largestError", result.largestError());
        settings();
        inputs();
        entries();
        json.writeArrayFieldStart("diagnosis");
        for (String sentence : content.diagnosis()) {
            json.writeString(sentence);
        }
        json.writeEndArray();
        taylor();
        json.writeStringField("snippet", content.snippet());
        json.writeEndObject();
    }

    private void counts() throws IOException {
        json.writeObjectFieldStart("counts");
        json.writeNumberField("entries", result.comparisons().size());
        for (Verdict verdict : Verdict.values()) {
            json.writeNumberField(verdict.name().toLowerCase(Locale.ROOT), result.count(verdict));
        }
        json.writeNumberField("tooLarge", result.tooLarge());
        json.writeEndObject();
    }

    private void settings() throws IOException {
        json.writeObjectFieldStart("settings");
        json.writeNumberField("order", result.order());
        json.writeNumberField("tolerance", result.tolerance());
        if (result.hasFixedStep()) {
            json.writeNumberField("step", result.step());
        } else {
            json.writeNullField("step");
        }
        json.writeNumberField("directions", result.directions());
        json.writeNumberField("inconclusive", result.inconclusive());
        json.writeNumberField("seed", result.seed());
        json.writeEndObject();
    }

    private void inputs() throws IOException {
        json.writeArrayFieldStart("inputs");
        for (CheckResult.OfInput in : result.inputs()) {
            json.writeStartObject();
            json.writeNumberField("number", in.block().number());
            json.writeStringField("name", in.block().name());
            ints("shape", in.block().shape());
            json.writeNumberField("entries", in.entries());
            json.writeNumberField("differing", in.differing());
            json.writeNumberField("tooLarge", in.tooLarge());
            json.writeNumberField("largestError", in.worst());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void ints(String field, int[] values) throws IOException {
        json.writeFieldName(field);
        json.writeArray(values, 0, values.length);
    }

    private void entries() throws IOException {
        List<Entry> all = result.comparisons();
        List<Entry> shown = result.nearestToFailing(MOST_ENTRIES);
        json.writeNumberField("entriesLeftOut", all.size() - shown.size());
        json.writeArrayFieldStart("entries");
        for (Entry e : shown) {
            json.writeStartObject();
            json.writeNumberField("order", e.order());
            json.writeNumberField("input", e.input());
            json.writeStringField("place", e.place());
            if (e.element() >= 0) {
                json.writeNumberField("element", e.element());
                ints("index", e.index());
            }
            if (e.direction() >= 0) {
                json.writeNumberField("direction", e.direction());
            }
            if (e.result() >= 0) {
                json.writeNumberField("result", e.result());
            }
            json.writeNumberField("analytic", e.analytic());
            json.writeNumberField("numerical", e.numerical());
            json.writeNumberField("bound", e.bound());
            if (e.least() < e.most()) {
                json.writeNumberField("least", e.least());
                json.writeNumberField("most", e.most());
            }
            json.writeNumberField("error", e.error());
            json.writeStringField("verdict", e.verdict().name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void taylor() throws IOException {
        TaylorTest taylor = content.taylor();
        if (taylor == null) {
            json.writeNullField("taylor");
            return;
        }
        json.writeObjectFieldStart("taylor");
        json.writeNumberField("order", taylor.order());
        json.writeStringField("along", taylor.along());
        json.writeNumberField("slope", taylor.slope());
        json.writeStringField("outcome", taylor.outcome().name());
        json.writeStringField("conclusion", taylor.conclusion(!result.passed()));
        json.writeArrayFieldStart("rows");
        for (TaylorTest.Row row : taylor.rows()) {
            json.writeStartObject();
            json.writeNumberField("h", row.h());
            json.writeNumberField("difference", row.difference());
            json.writeNumberField("remainder", row.remainder());
            json.writeNumberField("slope", row.fall());
            json.writeBooleanField("roundOff", row.isRoundOff());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
