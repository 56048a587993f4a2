package dev.slipway.server.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.rule.Group;
import dev.slipway.promql.rule.RuleFile;
import dev.slipway.promql.unittest.CheckResult;
import dev.slipway.promql.unittest.TestFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs files of rule tests and tells which checks failed, and why. */
record RuleTests(RuleTexts texts, boolean colours, PrintStream out) {

    /** @return true when every check passed */
    boolean of(List<String> names) throws IOException {
        boolean well = true;
        for (String name : names) {
            well &= one(name);
        }
        return well;
    }

    private boolean one(String name) throws IOException {
        String text = texts.text(name);
        TestFile.Reading reading = TestFile.read(name, text);
        Map<String, String> read = new HashMap<>(Map.of(name, text));
        List<Finding> findings = new ArrayList<>(reading.findings());
        List<Group> groups = new ArrayList<>();
        if (reading.file().isPresent() && !reading.file().get().tests().isEmpty()) {
            groups.addAll(groups(name, reading.file().get(), read, findings));
        }
        if (!findings.isEmpty()) {
            out.print(new TextReport(read, colours).of(findings));
        }
        return !Finding.anyError(findings)
                && reading.file().isPresent()
                && told(name, reading.file().get().run(groups));
    }

    private List<Group> groups(String name, TestFile file, Map<String, String> read, List<Finding> findings)
            throws IOException {
        Set<String> files = new LinkedHashSet<>();
        for (String pattern : file.ruleFiles()) {
            List<String> found = texts.matching(name, pattern);
            if (found.isEmpty()) {
                out.println(name + ": no file matches " + pattern);
            }
            files.addAll(found);
        }
        List<Group> groups = new ArrayList<>();
        for (String each : files) {
            read.put(each, texts.text(each));
            RuleFile.Reading rules = RuleFile.read(each, texts.text(each));
            findings.addAll(rules.findings());
            rules.file().ifPresent(good -> groups.addAll(good.groups()));
        }
        return groups;
    }

    private boolean told(String name, List<CheckResult> results) {
        List<CheckResult> failed =
                results.stream().filter(result -> !result.passed()).toList();
        failed.forEach(this::tell);
        out.println(name + ": "
                + (failed.isEmpty()
                        ? "all " + results.size() + " checks passed."
                        : failed.size() + " of " + results.size() + " checks failed."));
        return failed.isEmpty();
    }

    private void tell(CheckResult result) {
        out.println(result.position() + ": " + result.test() + ": " + result.check());
        switch (result.outcome()) {
            case CheckResult.Outcome.Passed() -> {}
            case CheckResult.Outcome.Failed(String expected, String found) -> {
                out.println("  expected  " + (expected.isEmpty() ? "nothing" : expected));
                out.println("  found     " + (found.isEmpty() ? "nothing" : found));
            }
            case CheckResult.Outcome.Unanswered(String reason, var hint) ->
                out.println("  " + reason + (hint == null ? "" : " (" + hint + ")"));
        }
    }
}
