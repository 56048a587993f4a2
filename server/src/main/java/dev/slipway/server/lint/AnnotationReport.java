package dev.slipway.server.lint;

import dev.slipway.kernel.Finding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Findings as the workflow commands that GitHub shows beside the lines of a change. */
final class AnnotationReport {

    private AnnotationReport() {}

    static String of(List<Finding> findings) {
        return findings.stream().map(AnnotationReport::command).collect(Collectors.joining());
    }

    private static String command(Finding finding) {
        String message = finding.hint() == null ? finding.message() : finding.message() + " (" + finding.hint() + ")";
        return "::%s file=%s,line=%d,col=%d,title=%s::%s%n"
                .formatted(
                        finding.severity().name().toLowerCase(Locale.ROOT),
                        property(finding.position().file()),
                        finding.position().line(),
                        finding.position().column(),
                        property(finding.code()),
                        data(message));
    }

    /** The runner's escapes: a message is one line, a property has neither colon nor comma. */
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
