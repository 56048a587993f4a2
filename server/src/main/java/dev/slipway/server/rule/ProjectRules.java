package dev.slipway.server.rule;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.git.Trees;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.store.project.Project;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules that are in force: those on the default branch of every project. */
public final class ProjectRules {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectRules.class);

    private final ProjectRegister projects;
    private final Repositories repositories;
    private final Trees trees;

    public ProjectRules(ProjectRegister projects, Repositories repositories, Trees trees) {
        this.projects = projects;
        this.repositories = repositories;
        this.trees = trees;
    }

    /** True for the ref that rules come from. */
    public boolean concerns(String project, String ref) {
        return projects.find(project)
                .filter(found -> ref.equals("refs/heads/" + projects.defaultBranch(found)))
                .isPresent();
    }

    /** The groups of all projects. */
    public List<WatchedGroup> groups() {
        return projects.all().stream()
                .flatMap(project -> groups(project).stream())
                .toList();
    }

    private List<WatchedGroup> groups(Project project) {
        String branch = "refs/heads/" + projects.defaultBranch(project);
        try {
            if (repositories.resolve(project.name(), branch).isEmpty()) {
                return List.of();
            }
            Map<String, String> files =
                    trees.files(project.name(), branch, ConfigurationFiles.WATCHING, ConfigurationFiles::isRules);
            return RuleFolder.groups(project.name(), files);
        } catch (Problem problem) {
            LOG.warn("the rules of {} cannot be read: {}", project.name(), problem.message());
            return List.of();
        }
    }
}
