package dev.slipway.delivery.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys of previews. */
final class PreviewSection {

    private static final Duration LONGEST = Duration.ofDays(90);
    private static final Plain<String> PATTERN = Plains.TEXT.checked(
            "host name with {name}",
            text -> text.contains(PreviewConfig.PLACE) && Plains.isHost(text.replace(PreviewConfig.PLACE, "x")),
            "bad-host-pattern",
            "write it like '{name}.preview.example.com', in quotes: {name} stands for the preview");

    private static final Key<List<String>> BRANCHES = Key.fallback(
            "branches",
            ListShape.of(Plains.TEXT),
            "['**']",
            "Globs; a push to one of them makes a preview once its runs have succeeded, unless it makes a release.");
    private static final Key<PreviewConfig.PullRequests> PULL_REQUESTS = Key.fallback(
            "pullRequests",
            Plains.word(
                    List.of("none", "members", "all"),
                    text -> PreviewConfig.PullRequests.valueOf(text.toUpperCase(Locale.ROOT))),
            "members",
            "Whose pull requests are shown; those of forks only with `all`, after somebody has approved their runs. What"
                    + " the default branch says counts.");
    private static final Key<Duration> KEEP = Key.fallback(
            "keep",
            Plains.POSITIVE_DURATION.checked(
                    "duration up to 90d", value -> value.compareTo(LONGEST) <= 0, "out-of-range", "it is at most 90d"),
            "7d",
            "How long a preview stays without a new commit. What the default branch says counts.");
    private static final Key<Integer> MOST = Key.fallback(
            "most",
            Plains.whole(1, 50),
            "5",
            "How many the project may have at once; the one that was quiet longest makes room for the next. What the"
                    + " default branch says counts.");
    private static final Key<Map<String, List<String>>> HOSTS = Key.fallback(
            "hosts",
            new MapShape<>(Plains.NAME, ListShape.of(PATTERN)),
            "{}",
            "Host names by service that the edge answers to, with `{name}` for the preview; without any it is"
                    + " `<service>.<preview>.<project>.localhost`.");

    static final Section<PreviewConfig> SECTION = Section.of(
            "An environment of its own for every branch and pull request, without the secrets of the others.",
            List.of(
                    BRANCHES,
                    PULL_REQUESTS,
                    KEEP,
                    MOST,
                    EnvironmentSection.ENV,
                    EnvironmentSection.INSTANCES,
                    HOSTS,
                    EnvironmentSection.SMOKE_KEY,
                    EnvironmentSection.DEADLINE),
            filled -> new PreviewConfig(
                    filled.get(BRANCHES),
                    filled.get(PULL_REQUESTS),
                    filled.get(KEEP),
                    filled.get(MOST),
                    filled.get(EnvironmentSection.ENV),
                    filled.get(EnvironmentSection.INSTANCES),
                    filled.get(HOSTS),
                    filled.get(EnvironmentSection.SMOKE_KEY),
                    filled.find(EnvironmentSection.DEADLINE).orElse(EnvironmentSection.STANDARD_DEADLINE)));

    private PreviewSection() {}
}
