package dev.slipway.server.run;

import dev.slipway.kernel.Problem;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.git.Checkouts;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.git.History;
import dev.slipway.server.git.ReadGrants;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.git.Trees;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs' sources in Slipway's own repositories.
 *
 * @param originUrl what clones call their origin, with <code>{project}</code> for the project
 * @param grants of projects to others
 */
public record GitSources(
        Repositories repositories,
        Trees trees,
        History history,
        Checkouts checkouts,
        String originUrl,
        ReadGrants grants)
        implements RunSources {

    @Override
    public boolean allows(String project, String reader) {
        return grants.allows(project, reader);
    }

    @Override
    public Map<String, String> workflows(String project, String commit) {
        return trees.files(project, commit, ConfigurationFiles.WORKFLOWS, ConfigurationFiles::isWorkflow);
    }

    @Override
    public Optional<String> actionLock(String project, String commit) {
        return Optional.ofNullable(
                trees.files(project, commit, ".github", ActionLock.FILE::equals).get(ActionLock.FILE));
    }

    @Override
    public Optional<String> resolve(String project, String revision) {
        return repositories.resolve(project, revision);
    }

    @Override
    public String defaultBranch(String project) {
        return repositories.defaultBranch(project);
    }

    @Override
    public Optional<List<String>> changedPaths(String project, Optional<String> before, String after) {
        return before.filter(known -> repositories.resolve(project, known).isPresent())
                .map(known -> history.changedPaths(project, Optional.of(known), after));
    }

    @Override
    public Checkout checkout(Request request, Path folder) {
        String wanted = request.ref().orElse(request.runCommit());
        String commit = repositories
                .resolve(request.project(), wanted)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-ref",
                        "there is no ref '" + wanted + "' in " + request.project(),
                        "push it first"));
        String ref =
                request.ref().map(name -> full(request.project(), name, commit)).orElse(request.runRef());
        checkouts.checkOut(
                new Checkouts.Source(
                        request.project(),
                        ref,
                        commit,
                        request.depth(),
                        originUrl.replace("{project}", request.project())),
                folder);
        return new Checkout(ref, commit);
    }

    private String full(String project, String name, String commit) {
        Map<String, String> refs = repositories.refs(project);
        for (String candidate : List.of(name, "refs/heads/" + name, "refs/tags/" + name)) {
            if (refs.containsKey(candidate)) {
                return candidate;
            }
        }
        return commit;
    }
}
