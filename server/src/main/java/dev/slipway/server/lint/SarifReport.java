package dev.slipway.server.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Severity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

/** Findings by the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). */
final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private SarifReport() {}

    static String of(List<Finding> findings) {
        List<String> rules =
                findings.stream().map(Finding::code).distinct().sorted().toList();
        Map<String, Object> driver = Map.of(
                "name",
                "slipway",
                "rules",
                rules.stream().map(SarifReport::rule).toList());
        Map<String, Object> run = Map.of(
                "tool",
                Map.of("driver", driver),
                "columnKind",
                "unicodeCodePoints",
                "results",
                findings.stream()
                        .map(finding -> result(finding, rules.indexOf(finding.code())))
                        .toList());
        return Json.writeCanonical(Map.of("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)));
    }

    private static Map<String, Object> rule(String code) {
        return Map.of("id", code, "shortDescription", Map.of("text", code.replace('-', ' ')));
    }

    private static Map<String, Object> result(Finding finding, int rule) {
        String text = finding.hint() == null ? finding.message() : finding.message() + " (" + finding.hint() + ")";
        return Map.of(
                "ruleId", finding.code(),
                "ruleIndex", rule,
                "level", level(finding.severity()),
                "message", Map.of("text", text),
                "locations", List.of(Map.of("physicalLocation", location(finding.position()))));
    }

    private static Map<String, Object> location(Position position) {
        return Map.of(
                "artifactLocation",
                Map.of("uri", uri(position.file()), "uriBaseId", "%SRCROOT%"),
                "region",
                Map.of("startLine", position.line(), "startColumn", position.column()));
    }

    private static String uri(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no path of a repository: " + path, e);
        }
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTICE -> "note";
        };
    }
}
