package dev.slipway.delivery.config;

import dev.slipway.delivery.config.EnvironmentConfig.SmokeTest;
import dev.slipway.delivery.judge.JudgePolicy;
import dev.slipway.kernel.Glob;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Environments that come with a branch or a pull request and go with it. They have no gates, and none of the project's
 * secrets but those that were set for previews.
 *
 * @param branches globs; a push to one of them that makes no release makes a preview
 * @param pullRequests whose pull requests are shown
 * @param keep how long a preview stays without a new commit
 * @param most how many there may be at once; the one that was quiet longest makes room
 * @param env variables that override those of the services
 * @param instances copies by service, overriding the service's own number
 * @param hosts patterns of host names by service, in which {@code {name}} stands for the preview
 * @param smoke requests that must succeed before traffic moves
 * @param progressDeadline how long instances may take to become healthy
 */
public record PreviewConfig(
        List<String> branches,
        PullRequests pullRequests,
        Duration keep,
        int most,
        Map<String, String> env,
        Map<String, Integer> instances,
        Map<String, List<String>> hosts,
        List<SmokeTest> smoke,
        Duration progressDeadline) {

    /** For which environment secrets of previews are set. */
    public static final String SECRETS = "preview";

    /** What stands for the preview in a pattern of a host name. */
    static final String PLACE = "{name}";

    private static final String BRANCH = "refs/heads/";
    private static final String PULL = "refs/pull/";

    /**
     * Whose pull requests are shown. An instance is not behind the walls that a job of a stranger has, so that an
     * approval of a stranger's run reaches no further than that run unless the project wants it to.
     */
    public enum PullRequests {
        NONE,
        /** Those that come from a branch of the repository itself. */
        MEMBERS,
        /** Those of forks too, once somebody has approved their runs and they have succeeded. */
        ALL;

        /** @param stranger whether the code comes from a fork */
        public boolean admit(boolean stranger) {
            return switch (this) {
                case NONE -> false;
                case MEMBERS -> !stranger;
                case ALL -> true;
            };
        }
    }

    /**
     * What the default branch decides for the previews of all branches, which could else take the place of one another.
     *
     * @param pullRequests whose pull requests are shown
     * @param keep how long a preview stays without a new commit
     * @param most how many there may be at once
     */
    public record Terms(PullRequests pullRequests, Duration keep, int most) {

        /** Those of a project whose default branch says nothing of previews. */
        public static final Terms STANDARD = new Terms(PullRequests.MEMBERS, Duration.ofDays(7), 5);
    }

    public Terms terms() {
        return new Terms(pullRequests, keep, most);
    }

    /** Whether commits of the ref, given by its full name, are shown in a preview. */
    public boolean admits(String ref) {
        if (ref.startsWith(PULL)) {
            return pullRequests != PullRequests.NONE && PreviewName.of(ref).isPresent();
        }
        return ref.startsWith(BRANCH)
                && branches.stream().anyMatch(glob -> Glob.of(glob).matches(ref.substring(BRANCH.length())));
    }

    /** The preview of this name as an environment. */
    EnvironmentConfig environment(String name) {
        Map<String, List<String>> own = new LinkedHashMap<>();
        hosts.forEach((service, patterns) -> own.put(
                service,
                patterns.stream()
                        .map(pattern -> pattern.replace(PLACE, PreviewName.labelOf(name)))
                        .toList()));
        return new EnvironmentConfig(
                name,
                Optional.empty(),
                false,
                env,
                instances,
                own,
                new Strategy.BlueGreen(true, Duration.ZERO),
                smoke,
                Gates.OPEN,
                JudgePolicy.standard(),
                Duration.ZERO,
                false,
                progressDeadline);
    }
}
