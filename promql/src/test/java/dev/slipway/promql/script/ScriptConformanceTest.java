package dev.slipway.promql.script;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.SeriesNotation;
import dev.slipway.promql.unittest.MemorySource;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Prometheus' own acceptance tests. What needs native histograms or experimental parts is skipped with its reason. Each
 * instant query is also asked as a range query, whose value at that time must be the same.
 */
class ScriptConformanceTest {

    private static final int FLOOR = 511;

    private final Conformance conformance = new Conformance("promql");
    private MemorySource source = new MemorySource();

    @Test
    void scripts_answerAsPrometheus() throws IOException {
        for (Path file : Conformance.files("promql/testdata", ".test")) {
            source = new MemorySource();
            for (Script.Command command : Script.read(Files.readString(file))) {
                switch (command) {
                    case Script.Clear _ -> source = new MemorySource();
                    case Script.Load load -> load.series().forEach(series -> load(load, series));
                    case Script.Eval eval -> eval(file.getFileName() + ":" + eval.line() + " " + eval.expr(), eval);
                }
            }
        }
        conformance.finish(FLOOR);
    }

    private void load(Script.Load load, String series) {
        String name = series.split("\\s+", 2)[0];
        if (name.endsWith("@st")) {
            source.refuse(SeriesNotation.labels(name.substring(0, name.length() - 3)), "start timestamps");
        } else if (series.contains("{{")) {
            String floats = series.substring(0, series.indexOf("{{"));
            source.refuse(SeriesNotation.parse(floats).labels(), "native histograms");
        } else {
            source.load(load.stepMillis(), series);
            if (load.withNative()) {
                Labels labels = SeriesNotation.parse(series).labels();
                String base = labels.metricName().replaceAll("_(bucket|count|sum)$", "");
                source.refuse(labels.without("le").with(Labels.METRIC_NAME, base), "native histograms");
            }
        }
    }

    private void eval(String name, Script.Eval eval) {
        if (eval.body().stream().anyMatch(line -> line.contains("{{"))) {
            conformance.skip(name, "native histograms");
            return;
        }
        Expectation expectation = new Expectation(eval);
        String difference;
        try {
            Query query = Query.parse(eval.expr());
            Answer answer = answer(query, eval);
            difference = expectation
                    .of(answer)
                    .or(() -> asRange(query, eval, answer))
                    .orElse("");
        } catch (Problem e) {
            if (isUnsupported(e)) {
                conformance.skip(name, e.message());
                return;
            }
            difference = expectation.ofFailure(e.message()).orElse("");
        }
        conformance.compare(name, difference.isEmpty() ? "" : eval.body().toString(), difference);
    }

    private static boolean isUnsupported(Problem e) {
        String hint = String.valueOf(e.hint());
        return e.code().equals("not-stored")
                || e.message().contains("experimental")
                || hint.contains("experimental")
                || hint.contains("native histograms");
    }

    private Engine engine() {
        return new Engine(source, Limits.DEFAULT);
    }

    private Answer answer(Query query, Script.Eval eval) {
        Optional<String> range = eval.body().stream()
                .filter(line -> line.startsWith("expect range vector"))
                .findFirst();
        long at = range.map(line -> Script.millis(line.split(" ")[6])).orElse(eval.from());
        return eval.isInstant()
                ? engine().instant(query, range.isPresent() ? eval.from() : at, () -> false)
                : engine().range(query, eval.from(), eval.to(), eval.step(), () -> false);
    }

    private Optional<String> asRange(Query query, Script.Eval eval, Answer answer) {
        boolean fixed = eval.expr().contains("start()") || eval.expr().contains("end()");
        if (!eval.isInstant() || fixed || !(answer.value() instanceof Value.Vector vector)) {
            return Optional.empty();
        }
        long minute = 60_000;
        Value value = engine().range(query, eval.from() - minute, eval.from() + minute, minute, () -> false)
                .value();
        if (!(value instanceof Value.Matrix matrix)) {
            return Optional.of("no matrix: " + value);
        }
        long count = 0;
        for (Value.Points points : matrix.series()) {
            for (int i = 0; i < points.size(); i++) {
                if (points.timesMillis()[i] == eval.from()) {
                    double found = points.values()[i];
                    count++;
                    if (vector.samples().stream()
                            .noneMatch(sample -> sample.labels().equals(points.labels())
                                    && Expectation.close(sample.value(), found))) {
                        return Optional.of("as range query: " + points.labels() + " " + FloatText.plain(found));
                    }
                }
            }
        }
        return count == vector.samples().size()
                ? Optional.empty()
                : Optional.of("as range query there are " + count + " series");
    }
}
