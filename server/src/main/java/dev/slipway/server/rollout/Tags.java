package dev.slipway.server.rollout;

import java.util.Set;

/** What a commit has been named. */
@FunctionalInterface
public interface Tags {

    /** Nothing has a name. */
    Tags NONE = (_, _) -> Set.of();

    /** Full names of the tags that lead to a commit now. */
    Set<String> of(String project, String commit);
}
