package dev.slipway.server.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.rule.RepeatedRules;
import dev.slipway.promql.rule.RuleFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads rule files and tells what is wrong with them. */
record RuleCheck(RuleTexts texts, boolean colours, PrintStream out) {

    /** @return true when there are no errors */
    boolean of(List<String> names) throws IOException {
        Map<String, String> read = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        int rules = 0;
        for (String name : names) {
            String text = texts.text(name);
            read.put(name, text);
            RuleFile.Reading reading = RuleFile.read(name, text);
            findings.addAll(reading.findings());
            if (reading.file().isPresent()) {
                RuleFile file = reading.file().get();
                findings.addAll(RepeatedRules.of(file.groups()));
                rules += file.groups().stream()
                        .mapToInt(group -> group.rules().size())
                        .sum();
            }
        }
        out.print(new TextReport(read, colours).of(findings));
        out.println(rules + (rules == 1 ? " rule" : " rules") + " in " + read.size()
                + (read.size() == 1 ? " file." : " files."));
        return !Finding.anyError(findings);
    }
}
