package dev.slipway.server.rule;

import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.project.BranchFiles;
import java.util.List;

/** The rules that are in force: those on the default branch of every project. */
public record ProjectRules(BranchFiles files) {

    /** The groups of all projects. */
    public List<WatchedGroup> groups() {
        return files.watching(ConfigurationFiles::isRules).entrySet().stream()
                .flatMap(project -> RuleFolder.groups(project.getKey(), project.getValue()).stream())
                .toList();
    }
}
