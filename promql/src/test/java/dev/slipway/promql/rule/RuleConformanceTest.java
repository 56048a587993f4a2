package dev.slipway.promql.rule;

import dev.slipway.kernel.Finding;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule files that other projects wrote. */
class RuleConformanceTest {

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
}
