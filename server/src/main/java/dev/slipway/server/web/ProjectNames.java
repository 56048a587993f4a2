package dev.slipway.server.web;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.server.account.Principal;
import java.util.List;

/** Which projects there are, so that a mistyped one is never mistaken for an empty one. */
@FunctionalInterface
public interface ProjectNames {

    /** All of them. */
    List<String> all();

    /**
     * @param visitor hears only of projects that they may reach
     * @throws Problem of kind NOT_FOUND, code {@code no-project}, naming the nearest that exists
     */
    default void require(String name, Principal visitor) {
        List<String> names = all();
        if (names.contains(name)) {
            return;
        }
        List<String> reachable = names.stream().filter(visitor::mayReach).toList();
        throw Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-project",
                "there is no project '" + name + "'",
                reachable.isEmpty()
                        ? "create it with `slipway projects create " + name + "`"
                        : Suggestion.hint(name, reachable));
    }
}
