package dev.slipway.observe.alert;

import dev.slipway.kernel.Finding;
import dev.slipway.observe.config.FilePattern;
import dev.slipway.promql.template.Definitions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An Alertmanager configuration.
 *
 * @param resolveTimeout after which an alert that is not posted again counts as ended
 * @param route the root of the tree
 * @param receivers by name
 * @param times by name
 * @param templates that texts of receivers may include
 */
public record AlertFile(
        Duration resolveTimeout,
        AlertRoute route,
        List<InhibitRule> inhibitRules,
        Map<String, List<Integration>> receivers,
        Map<String, TimeInterval> times,
        Definitions templates) {

    public AlertFile {
        inhibitRules = List.copyOf(inhibitRules);
        receivers = Map.copyOf(receivers);
        times = Map.copyOf(times);
    }

    /** Every alert goes nowhere: what holds without a file. */
    public static AlertFile silent() {
        AlertRoute root = new AlertRoute(
                "{}",
                List.of(),
                "none",
                List.of("alertname"),
                false,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofHours(4),
                false,
                List.of(),
                List.of(),
                List.of());
        return new AlertFile(
                Duration.ofMinutes(5),
                root,
                List.of(),
                Map.of("none", List.of()),
                Map.of(),
                DefaultTemplates.definitions());
    }

    /**
     * @param name of the file, for positions
     * @param base folder that paths in it start from
     */
    public static Reading read(String name, String text, Path base) {
        return new AlertFileReader(base).read(name, text);
    }

    /**
     * @param file empty when there are errors
     * @param templateFiles that belong to it: when one changes it has to be read again
     */
    public record Reading(Optional<AlertFile> file, List<FilePattern> templateFiles, List<Finding> findings) {
        public Reading {
            templateFiles = List.copyOf(templateFiles);
            findings = List.copyOf(findings);
        }
    }
}
