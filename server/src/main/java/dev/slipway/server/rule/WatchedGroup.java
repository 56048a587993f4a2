package dev.slipway.server.rule;

import dev.slipway.kernel.Digest;
import dev.slipway.promql.rule.Group;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A group of rules that is evaluated.
 *
 * @param project whose series it sees; empty for the rules of the server's home, which see everything
 * @param file it was read from
 * @param externalLabels that templates of its rules know
 */
public record WatchedGroup(Optional<String> project, String file, Group group, Map<String, String> externalLabels) {

    public WatchedGroup {
        externalLabels = Map.copyOf(externalLabels);
    }

    static WatchedGroup of(String project, String file, Group group) {
        return new WatchedGroup(Optional.of(project), file, group, Map.of());
    }

    /** The word for whose it is: the project's name, or {@code slipway}. */
    public String source() {
        return project.orElse("slipway");
    }

    /** Names a rule over restarts: a rule keeps its alerts while file, group, place and name stay. */
    String ruleId(int index) {
        String text = String.join(
                "\n",
                source(),
                file,
                group.name(),
                Integer.toString(index),
                group.rules().get(index).name());
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).brief();
    }
}
