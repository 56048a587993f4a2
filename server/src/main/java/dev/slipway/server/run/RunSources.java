package dev.slipway.server.run;

import dev.slipway.runner.action.SourceProvider;
import dev.slipway.server.git.ReadGrants;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs need of repositories, and which of them their projects may read. */
public interface RunSources extends SourceProvider, ReadGrants {

    /** The workflow files of a commit, text by path. */
    Map<String, String> workflows(String project, String commit);

    /** The actions that the project has pinned at a commit; absent where it has no lock. */
    Optional<String> actionLock(String project, String commit);

    /** The commit of a branch, tag, ref or id. */
    Optional<String> resolve(String project, String revision);

    /** Name of the default branch. */
    String defaultBranch(String project);

    /** Paths that differ between two commits; absent when the first is not known. */
    Optional<List<String>> changedPaths(String project, Optional<String> before, String after);
}
