package dev.slipway.server.project;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.git.Trees;
import dev.slipway.store.project.Project;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What projects watch by: files of the default branch of each, which are in force as soon as they are there. */
public final class BranchFiles {

    private static final Logger LOG = LoggerFactory.getLogger(BranchFiles.class);

    private final ProjectRegister projects;
    private final Repositories repositories;
    private final Trees trees;

    public BranchFiles(ProjectRegister projects, Repositories repositories, Trees trees) {
        this.projects = projects;
        this.repositories = repositories;
        this.trees = trees;
    }

    /** True for the ref that these files come from. */
    public boolean concerns(String project, String ref) {
        return projects.find(project)
                .filter(found -> ref.equals("refs/heads/" + projects.defaultBranch(found)))
                .isPresent();
    }

    /** Path to text, by project; a project whose files cannot be read is left out. */
    public Map<String, Map<String, String>> watching(Predicate<String> wanted) {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        projects.all().forEach(project -> files.put(project.name(), watching(project, wanted)));
        return files;
    }

    private Map<String, String> watching(Project project, Predicate<String> wanted) {
        String branch = "refs/heads/" + projects.defaultBranch(project);
        try {
            return repositories.resolve(project.name(), branch).isEmpty()
                    ? Map.of()
                    : trees.files(project.name(), branch, ConfigurationFiles.WATCHING, wanted);
        } catch (Problem problem) {
            LOG.warn("what {} watches by cannot be read: {}", project.name(), problem.message());
            return Map.of();
        }
    }
}
