package dev.slipway.actions.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Severity;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LintConformanceTest {

    private static final int OK_FLOOR = 46;
    private static final int ERR_FLOOR = 57;

    private static final Pattern LINE =
            Pattern.compile("^/?test\\\\?\\.yaml:(\\d+):.*?(?:\\\\?\\[([a-z-]+)\\\\?])?/?$", Pattern.MULTILINE);

    /** Where actionlint itself does not know the line. */
    private static final int UNPLACED = 0;

    /** What other programs say of scripts is not part of the language. */
    private static final Set<String> OF_OTHERS = Set.of("shellcheck", "pyflakes");

    @Test
    void validWorkflows_haveNothingToBeToldOf() throws IOException {
        Conformance conformance = new Conformance("actionlint-ok");
        for (Path file : Conformance.files("actionlint/ok", ".yaml")) {
            String told = findings(file).stream().map(Finding::toString).collect(Collectors.joining("\n"));
            conformance.compare(String.valueOf(file.getFileName()), "", told);
        }
        conformance.finish(OK_FLOOR);
    }

    /**
     * Every line must be complained of, and no other: except by the reader's own errors, which are held to the official
     * reader by another suite.
     */
    @Test
    void invalidWorkflows_areComplainedOfAtTheSameLines() throws IOException {
        Conformance conformance = new Conformance("actionlint-err");
        for (Path file : Conformance.files("actionlint/err", ".yaml")) {
            String name = String.valueOf(file.getFileName());
            Set<Integer> expected = expected(Path.of(file.toString().replaceAll("\\.yaml$", ".out")));
            if (expected.isEmpty()) {
                conformance.skip(name, "is about the scripts, which shellcheck and pyflakes read");
            } else {
                compare(conformance, name, expected, findings(file));
            }
        }
        conformance.finish(ERR_FLOOR);
    }

    private static void compare(Conformance conformance, String name, Set<Integer> expected, List<Finding> findings) {
        Set<Integer> lines = new TreeSet<>();
        findings.stream()
                .filter(finding -> finding.severity() == Severity.WARNING
                        || expected.contains(finding.position().line())
                        || expected.contains(UNPLACED))
                .forEach(finding -> lines.add(
                        expected.contains(UNPLACED)
                                ? UNPLACED
                                : finding.position().line()));
        conformance.compare(name, expected, lines.equals(expected) ? expected : lines + " " + findings);
    }

    private static List<Finding> findings(Path file) throws IOException {
        return WorkflowLint.check("test.yaml", Files.readString(file)).stream()
                .filter(finding -> !finding.code().startsWith("unsupported-"))
                .toList();
    }

    private static Set<Integer> expected(Path file) throws IOException {
        Set<Integer> lines = new TreeSet<>();
        String told = Files.readString(file);
        Matcher matcher = LINE.matcher(told);
        if (!matcher.find()) {
            lines.add(UNPLACED);
        }
        matcher.reset();
        while (matcher.find()) {
            if (matcher.group(2) == null || !OF_OTHERS.contains(matcher.group(2))) {
                lines.add(Integer.parseInt(matcher.group(1)));
            }
        }
        return lines;
    }
}
