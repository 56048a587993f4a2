package dev.slipway.delivery.config;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading of one file: collects the findings, so that its author sees all of them at once. */
final class Reading {

    private final List<Finding> findings = new ArrayList<>();

    void refuse(String code, Position position, String message, @Nullable String hint) {
        findings.add(Finding.error(code, position, message, hint));
    }

    void warn(String code, Position position, String message, @Nullable String hint) {
        findings.add(Finding.warning(code, position, message, hint));
    }

    /** The complaint of a constructor or a parser, at the place where its input was written. */
    void refuse(Position position, Problem problem) {
        refuse(problem.code(), position, problem.message(), problem.hint());
    }

    void wrongType(YamlNode node, String expected, @Nullable String hint) {
        refuse("wrong-type", node.position(), "expected " + expected + ", found " + node.describe(), hint);
    }

    /** What was found, in the order of the text. */
    List<Finding> findings() {
        return findings.stream()
                .sorted(Comparator.comparingInt(
                                (Finding finding) -> finding.position().line())
                        .thenComparingInt(finding -> finding.position().column()))
                .toList();
    }
}
