package dev.slipway.server.rule;

import dev.slipway.kernel.Finding;
import dev.slipway.observe.config.FilePattern;
import dev.slipway.promql.rule.Group;
import dev.slipway.promql.rule.RuleFile;
import dev.slipway.server.watch.ScrapeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rules of the home's {@code prometheus.yml}, under {@code rule_files}: they belong to no project and see the series
 * of all. A file with errors leaves all of them as they were.
 */
public final class HomeRules {

    private volatile List<WatchedGroup> groups = List.of();
    private volatile List<FilePattern> files = List.of();
    private volatile List<String> errors = List.of();

    public List<WatchedGroup> groups() {
        return groups;
    }

    /** The files that they were read from, there or not. */
    public List<FilePattern> files() {
        return files;
    }

    /** One sentence for each thing that is wrong with them. */
    public List<String> errors() {
        return errors;
    }

    /** Reads them again, unless what names them has errors itself. */
    public synchronized void read(Path home, ScrapeFolder.Read configuration) {
        if (!configuration.errors().isEmpty()) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        List<FilePattern> patterns = new ArrayList<>();
        List<WatchedGroup> read = new ArrayList<>();
        for (String text : configuration.ruleFiles()) {
            Optional<FilePattern> pattern = FilePattern.of(home, text);
            if (pattern.isEmpty()) {
                wrong.add(home.resolve(ScrapeFolder.NAME) + ": error: '" + text
                        + "' has a wildcard in a folder (write the folders out)");
            }
            pattern.ifPresent(found -> {
                patterns.add(found);
                read.addAll(read(found, configuration, wrong));
            });
        }
        files = List.copyOf(patterns);
        errors = List.copyOf(wrong);
        if (wrong.isEmpty()) {
            groups = List.copyOf(read);
        }
    }

    private static List<WatchedGroup> read(FilePattern pattern, ScrapeFolder.Read configuration, List<String> wrong) {
        List<WatchedGroup> groups = new ArrayList<>();
        try {
            for (Path file : pattern.files()) {
                RuleFile.Reading reading = RuleFile.read(file.toString(), Files.readString(file));
                reading.findings().stream().map(Finding::toString).forEach(wrong::add);
                reading.file()
                        .ifPresent(rules -> rules.groups()
                                .forEach(group ->
                                        groups.add(watched(file, timed(group, configuration), configuration))));
            }
        } catch (IOException e) {
            wrong.add("rule_files: " + e.getMessage() + " cannot be read (check its name and rights)");
        }
        return groups;
    }

    private static WatchedGroup watched(Path file, Group group, ScrapeFolder.Read configuration) {
        return new WatchedGroup(Optional.empty(), file.toString(), group, configuration.externalLabels());
    }

    private static Group timed(Group group, ScrapeFolder.Read configuration) {
        return new Group(
                group.position(),
                group.name(),
                OptionalLong.of(group.intervalMillis()
                        .orElse(configuration.evaluationInterval().toMillis())),
                group.queryOffsetMillis(),
                group.limit(),
                group.labels(),
                group.rules());
    }
}
