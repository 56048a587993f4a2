package dev.slipway.promql.unittest;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.rule.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A file of rule tests as {@code promtool test rules} reads it.
 *
 * @param ruleFiles paths or patterns, relative to this file's folder
 * @param intervalMillis between two evaluations of the rules
 * @param groupOrder names of groups that are evaluated in this order, after the others
 * @param fuzzy whether neighbouring floating point numbers count as the same
 */
public record TestFile(
        List<String> ruleFiles, long intervalMillis, List<String> groupOrder, boolean fuzzy, List<TestCase> tests) {

    public TestFile {
        ruleFiles = List.copyOf(ruleFiles);
        groupOrder = List.copyOf(groupOrder);
        tests = List.copyOf(tests);
    }

    /**
     * Reads and checks a file.
     *
     * @param file named in positions
     */
    public static Reading read(String file, String text) {
        return new TestFileReader(file).read(text);
    }

    /**
     * The result of every check, in the order of the file.
     *
     * @param groups of all rule files, in their order
     */
    public List<CheckResult> run(List<Group> groups) {
        List<Group> ordered = groups.stream()
                .sorted(Comparator.comparingInt(group -> groupOrder.indexOf(group.name())))
                .toList();
        return tests.stream()
                .flatMap(test -> new TestRun(this, test, ordered).run().stream())
                .toList();
    }

    /**
     * What was read.
     *
     * @param file absent when there are errors
     */
    public record Reading(Optional<TestFile> file, List<Finding> findings) {
        public Reading {
            findings = List.copyOf(findings);
        }
    }
}
