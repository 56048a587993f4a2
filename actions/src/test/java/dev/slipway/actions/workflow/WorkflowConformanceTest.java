package dev.slipway.actions.workflow;

import dev.slipway.actions.Conformance;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkflowConformanceTest {

    private static final int READER_FLOOR = 79;
    private static final int OK_FLOOR = 46;
    private static final int ERR_FLOOR = 29;

    private static final Pattern READER_LINE = Pattern.compile("\\(Line: (\\d+), Col: \\d+\\)");
    private static final Pattern LINT_LINE = Pattern.compile("test\\\\?\\.yaml:(\\d+):", Pattern.MULTILINE);

    /** Measures acceptance: a document is refused when and only when the official reader refuses it, on one of its lines. */
    @Test
    void officialReader_agreesOnWhatIsWrong() throws IOException {
        Conformance conformance = new Conformance("workflow-reader");
        for (Path file : Conformance.files("actions/workflow-reader/reader", ".yml")) {
            String[] documents = Files.readString(file).split("(?m)^---\\r?\\n");
            String expected = documents[documents.length - 1];
            boolean wrong = expected.contains("\"errors\": [");
            compare(conformance, file, documents[1], wrong, lines(READER_LINE, expected));
        }
        conformance.finish(READER_FLOOR);
    }

    @Test
    void actionlintValid_isNotCalledWrong() throws IOException {
        Conformance conformance = new Conformance("actionlint-ok");
        for (Path file : Conformance.files("actionlint/ok", ".yaml")) {
            compare(conformance, file, Files.readString(file), false, Set.of());
        }
        conformance.finish(OK_FLOOR);
    }

    @Test
    void actionlintInvalid_isFoundOnOneOfItsLines() throws IOException {
        Conformance conformance = new Conformance("actionlint-err");
        for (Path file : Conformance.files("actionlint/err", ".yaml")) {
            Path out = Path.of(file.toString().replaceAll("\\.yaml$", ".out"));
            compare(conformance, file, Files.readString(file), true, lines(LINT_LINE, Files.readString(out)));
        }
        conformance.finish(ERR_FLOOR);
    }

    private static void compare(Conformance conformance, Path file, String text, boolean wrong, Set<Integer> lines) {
        List<Finding> findings = WorkflowReader.read("test.yaml", text).findings();
        List<Finding> wrongs =
                findings.stream().filter(finding -> !unsupported(finding)).toList();
        boolean refused = wrongs.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
        String name = String.valueOf(file.getFileName());
        if (wrong && wrongs.isEmpty() && findings.stream().anyMatch(WorkflowConformanceTest::unsupported)) {
            conformance.skip(name, "refused, for it uses what is not supported yet");
        } else if (!wrong) {
            conformance.compare(name, "no error", refused ? wrongs.toString() : "no error");
        } else {
            boolean found = lines.isEmpty()
                    ? refused
                    : wrongs.stream()
                            .anyMatch(
                                    finding -> lines.contains(finding.position().line()));
            conformance.compare(
                    name, "found on one of " + lines, found ? "found on one of " + lines : wrongs.toString());
        }
    }

    private static boolean unsupported(Finding finding) {
        return finding.code().startsWith("unsupported-");
    }

    private static Set<Integer> lines(Pattern pattern, String text) {
        Set<Integer> lines = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            lines.add(Integer.parseInt(matcher.group(1)));
        }
        return lines;
    }
}
