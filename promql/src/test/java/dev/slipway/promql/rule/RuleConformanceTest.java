package dev.slipway.promql.rule;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule files and rule unit tests that other projects wrote. */
class RuleConformanceTest {

    private static final int FLOOR_PROMTOOL = 46;
    private static final int FLOOR_FILES = 88;

    @Test
    void ruleFiles_areReadOrRefused() throws IOException {
        Conformance conformance = new Conformance("promql-rules");
        try (Stream<Path> files = Files.walk(Conformance.folder("alert-rules"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList()) {
                conformance.compare(file.getFileName().toString(), "good", outcome(file));
            }
        }
        for (Path file : Conformance.files("rulefmt", ".yaml")) {
            String name = file.getFileName().toString();
            if (name.startsWith("legacy_validation") && name.contains(".bad.")) {
                conformance.skip(name, "bad under the naming scheme before Prometheus 3 only");
            } else {
                conformance.compare(name, name.contains(".bad.") ? "bad" : "good", outcome(file));
            }
        }
        for (String name : List.of(
                "rules.yml",
                "rules_duplicates.yml",
                "prometheus-rules.lint.yml",
                "rules-bad.yml",
                "rules_extrafields.yml")) {
            Path file = Conformance.folder("promtool").resolve(name);
            boolean bad = name.equals("rules-bad.yml") || name.equals("rules_extrafields.yml");
            conformance.compare(name, bad ? "bad" : "good", outcome(file));
        }
        conformance.finish(FLOOR_FILES);
    }

    private static String outcome(Path file) throws IOException {
        List<Finding> findings = RuleFile.read(file.getFileName().toString(), Files.readString(file))
                .findings();
        return Finding.anyError(findings) ? "bad" : "good";
    }

    @Test
    void unitTests_passAndFailAsWithPromtool() throws IOException {
        Conformance conformance = new Conformance("promtool");
        for (Path path : Conformance.files("promtool", ".yml")) {
            String name = path.getFileName().toString();
            UnitTestFile file = UnitTestFile.read(path);
            if (!file.tests().isEmpty()) {
                if (name.startsWith("bad-")) {
                    conformance.compare(name, "refused", refusal(file));
                } else if (name.contains("extrafields")) {
                    conformance.skip(name, "asks to ignore unknown keys, which are refused");
                } else {
                    for (Map<String, Object> test : file.tests()) {
                        run(conformance, file, test);
                    }
                }
            }
        }
        conformance.finish(FLOOR_PROMTOOL);
    }

    private static void run(Conformance conformance, UnitTestFile file, Map<String, Object> test) throws IOException {
        String title = UnitTestFile.text(test, "name");
        boolean wrong = title.startsWith("wrong") || file.path().toString().contains("no_fuzzy");
        String prefix = file.path().getFileName() + " " + title + ": ";
        new UnitTestRun(file, test, file.groups()).run().forEach((name, found) -> {
            if (found.startsWith(UnitTestRun.SKIPPED)) {
                conformance.skip(prefix + name, found);
            } else {
                conformance.compare(prefix + name, wrong, !found.isEmpty());
            }
        });
    }

    private static String refusal(UnitTestFile file) throws IOException {
        try {
            for (Map<String, Object> test : file.tests()) {
                new UnitTestRun(file, test, file.groups()).run();
            }
            return "passed";
        } catch (Problem | IllegalArgumentException e) {
            return "refused";
        }
    }
}
