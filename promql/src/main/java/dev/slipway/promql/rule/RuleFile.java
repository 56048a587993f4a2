package dev.slipway.promql.rule;

import dev.slipway.kernel.Finding;
import java.util.List;
import java.util.Optional;

/** The groups of one file. */
public record RuleFile(List<Group> groups) {

    public RuleFile {
        groups = List.copyOf(groups);
    }

    /**
     * Reads a rule file in YAML and checks it as Prometheus 3 does: unknown keys, expressions, names and templates.
     *
     * @param file named in positions
     */
    public static Reading read(String file, String text) {
        return new RuleReader(file).read(text);
    }

    /**
     * What was read.
     *
     * @param file absent when there are errors
     */
    public record Reading(Optional<RuleFile> file, List<Finding> findings) {
        public Reading {
            findings = List.copyOf(findings);
        }
    }
}
