package dev.slipway.delivery.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of code and how many of them were run, as JaCoCo, Cobertura and LCOV tell.
 *
 * @param covered of {@code all}
 */
record LineCount(long covered, long all) {

    static final LineCount NONE = new LineCount(0, 0);

    static LineCount read(ReportFile file) {
        if (!file.text().stripLeading().startsWith("<")) {
            return lcov(file);
        }
        List<XmlReport.Element> elements = XmlReport.read(file, "report", "coverage");
        return elements.getFirst().name().equals("report") ? jacoco(file, elements) : cobertura(elements);
    }

    LineCount plus(LineCount other) {
        return new LineCount(covered + other.covered, all + other.all);
    }

    /** The sum over everything stands right below the root. */
    private static LineCount jacoco(ReportFile file, List<XmlReport.Element> elements) {
        return elements.stream()
                .filter(element -> element.depth() == 1 && element.name().equals("counter"))
                .filter(element -> element.attributes().containsValue("LINE"))
                .findFirst()
                .map(element -> {
                    long covered = element.number("covered").orElse(0L);
                    return new LineCount(
                            covered, covered + element.number("missed").orElse(0L));
                })
                .orElseThrow(() -> ReportReader.broken(file, "it has no counter of lines below <report>"));
    }

    /** Where the root has no sums, each line of a class counts; methods repeat the lines of their class. */
    private static LineCount cobertura(List<XmlReport.Element> elements) {
        XmlReport.Element root = elements.getFirst();
        if (root.number("lines-valid").isPresent()
                && root.number("lines-covered").isPresent()) {
            return new LineCount(
                    root.number("lines-covered").get(),
                    root.number("lines-valid").get());
        }
        Map<String, Boolean> lines = new HashMap<>();
        String owner = "";
        for (XmlReport.Element element : elements) {
            if (element.name().equals("class")) {
                owner = element.attribute("filename")
                        .or(() -> element.attribute("name"))
                        .orElse("");
            } else if (element.name().equals("line")) {
                boolean hit = element.number("hits").orElse(0L) > 0;
                lines.merge(owner + ":" + element.attribute("number").orElse(""), hit, Boolean::logicalOr);
            }
        }
        return new LineCount(lines.values().stream().filter(hit -> hit).count(), lines.size());
    }

    /** {@code DA:line,hits} for each line; {@code LF} and {@code LH} sum them up, where a writer leaves them out. */
    private static LineCount lcov(ReportFile file) {
        Map<String, Boolean> lines = new HashMap<>();
        LineCount sums = NONE;
        String source = "";
        boolean record = false;
        for (String line : file.text().split("\\R")) {
            if (line.startsWith("SF:")) {
                source = line.substring(3);
                record = true;
            } else if (line.matches("DA:[0-9]+,[0-9]+.*")) {
                String[] parts = line.substring(3).split(",");
                boolean hit = parts[1].chars().anyMatch(digit -> digit != '0');
                lines.merge(source + ":" + parts[0], hit, Boolean::logicalOr);
            } else if (line.matches("L[FH]:[0-9]{1,15}")) {
                long sum = Long.parseLong(line.substring(3));
                sums = sums.plus(line.startsWith("LF") ? new LineCount(0, sum) : new LineCount(sum, 0));
            }
        }
        if (!record) {
            throw ReportReader.broken(file, "it is neither JaCoCo's nor Cobertura's XML nor an LCOV trace");
        }
        return lines.isEmpty()
                ? sums
                : new LineCount(lines.values().stream().filter(hit -> hit).count(), lines.size());
    }
}
