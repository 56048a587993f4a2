package dev.slipway.promql.unittest;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.rule.Group;
import dev.slipway.promql.rule.RuleFile;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rule tests that other projects wrote. */
class TestFileConformanceTest {

    private static final int FLOOR = 46;

    @Test
    void tests_passAndFailAsWithPromtool() throws IOException {
        Conformance conformance = new Conformance("promtool");
        for (Path path : Conformance.files("promtool", ".yml")) {
            String name = path.getFileName().toString();
            TestFile.Reading reading = TestFile.read(name, Files.readString(path));
            boolean isTest = Files.readString(path).contains("tests:");
            if (isTest && name.startsWith("bad-")) {
                conformance.compare(name, "refused", refusal(path, reading));
            } else if (isTest && name.contains("extrafields")) {
                conformance.skip(name, "asks to ignore unknown keys, which are refused");
            } else if (isTest) {
                run(conformance, path, reading.file().orElseThrow());
            }
        }
        conformance.finish(FLOOR);
    }

    private static void run(Conformance conformance, Path path, TestFile file) throws IOException {
        for (CheckResult result : file.run(groups(path, file))) {
            String name = path.getFileName() + " " + result.test() + ": " + result.check();
            boolean wrong = result.test().startsWith("wrong") || path.toString().contains("no_fuzzy");
            switch (result.outcome()) {
                case CheckResult.Outcome.Unanswered(String reason, var _)
                when reason.contains("native") -> conformance.skip(name, reason);
                case CheckResult.Outcome.Unanswered(String reason, var _) ->
                    conformance.compare(name, "answered", reason);
                case CheckResult.Outcome.Passed(), CheckResult.Outcome.Failed _ ->
                    conformance.compare(name, !wrong, result.passed());
            }
        }
    }

    private static String refusal(Path path, TestFile.Reading reading) throws IOException {
        if (reading.file().isEmpty()) {
            return "refused";
        }
        try {
            TestFile file = reading.file().get();
            return file.run(groups(path, file)).stream().allMatch(CheckResult::passed) ? "passed" : "refused";
        } catch (Problem e) {
            return "refused";
        }
    }

    private static List<Group> groups(Path path, TestFile file) throws IOException {
        List<Group> groups = new ArrayList<>();
        for (String name : file.ruleFiles()) {
            RuleFile.Reading reading = RuleFile.read(name, Files.readString(path.resolveSibling(name)));
            groups.addAll(reading.file()
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.INVALID,
                            "bad-rule-file",
                            reading.findings().toString(),
                            null))
                    .groups());
        }
        return groups;
    }
}
