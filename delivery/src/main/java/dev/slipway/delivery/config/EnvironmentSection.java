package dev.slipway.delivery.config;

import dev.slipway.delivery.config.EnvironmentConfig.SmokeTest;
import dev.slipway.delivery.judge.JudgePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of one environment. */
final class EnvironmentSection {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Key<String> SMOKE_SERVICE =
            Key.optional("service", Plains.NAME, "Which service is asked; without it each one.");
    private static final Key<String> SMOKE_PATH = Key.required("path", Plains.PATH, "Path with query.");
    private static final Key<String> SMOKE_METHOD =
            Key.fallback("method", Plains.word(METHODS, word -> word), "GET", "HTTP method.");
    private static final Key<String> SMOKE_BODY = Key.optional("body", Plains.LOOSE_TEXT, "Sent with the request.");
    private static final Key<Integer> SMOKE_STATUS =
            Key.fallback("status", Plains.whole(100, 599), "200", "Expected status.");
    private static final Key<String> SMOKE_CONTAINS =
            Key.optional("contains", Plains.LOOSE_TEXT, "Text that the answer must contain.");

    private static final Section<SmokeTest> SMOKE = Section.of(
            "A request that must succeed on a fresh instance before it gets traffic.",
            List.of(SMOKE_SERVICE, SMOKE_PATH, SMOKE_METHOD, SMOKE_BODY, SMOKE_STATUS, SMOKE_CONTAINS),
            filled -> new SmokeTest(
                    filled.find(SMOKE_SERVICE),
                    filled.get(SMOKE_PATH),
                    filled.get(SMOKE_METHOD),
                    filled.find(SMOKE_BODY),
                    filled.get(SMOKE_STATUS),
                    filled.find(SMOKE_CONTAINS)));

    private static final Key<String> AFTER = Key.optional(
            "after", Plains.NAME, "The environment in which a release must have succeeded before it may come here.");
    private static final Key<Boolean> AUTOMATIC = Key.fallback(
            "automatic", Plains.FLAG, "true", "Releases come by themselves; with false only when somebody asks.");
    static final Key<Map<String, String>> ENV =
            Key.fallback("env", ServiceSection.VARIABLES, "{}", "Variables that override those of the services.");
    static final Key<Map<String, Integer>> INSTANCES = Key.fallback(
            "instances",
            new MapShape<>(Plains.NAME, Plains.whole(1, 1000)),
            "{}",
            "Copies by service, overriding the service's own number.");
    private static final Key<Map<String, List<String>>> HOSTS = Key.fallback(
            "hosts",
            new MapShape<>(Plains.NAME, ListShape.of(Plains.HOST)),
            "{}",
            "Host names by service that the edge answers to; without any it is"
                    + " `<service>.<environment>.<project>.localhost`.");
    private static final Key<Strategy> STRATEGY = Key.fallback(
            "strategy", StrategySection.SHAPE, "blueGreen", "How traffic moves from the old release to the new one.");
    static final Key<List<SmokeTest>> SMOKE_KEY =
            Key.fallback("smoke", ListShape.of(SMOKE), "[]", "Requests that must succeed before traffic moves.");
    private static final Key<Gates> GATES =
            Key.fallback("gates", GateSection.SECTION, "{}", "What must be fulfilled before a rollout starts.");
    private static final Key<JudgePolicy> JUDGE =
            Key.fallback("judge", JudgeSection.SECTION, "{}", "How a canary and a bake are judged.");
    private static final Key<Duration> BAKE = Key.fallback(
            "bake", Plains.DURATION, "0s", "How long a release is watched at 100 % with the old one kept warm.");
    private static final Key<Boolean> BAKE_UNTIL_DECIDED = Key.fallback(
            "bakeUntilDecided",
            Plains.FLAG,
            "false",
            "Write true to bake on while the judge is INCONCLUSIVE, until it has seen enough or somebody promotes or"
                    + " aborts. A first release, which nothing can be compared with, and a rollback are not"
                    + " held.");
    static final Key<Duration> DEADLINE = Key.optional(
            "progressDeadline",
            Plains.POSITIVE_DURATION,
            "How long instances may take to become healthy before the rollout fails; 600s without it.");
    private static final Key<Integer> DEADLINE_SECONDS = Key.optional(
            "progressDeadlineSeconds", Plains.whole(1, 86_400), "The same in seconds, as Argo Rollouts writes it.");
    static final Duration STANDARD_DEADLINE = Duration.ofMinutes(10);

    static final Section<EnvironmentConfig> SECTION = Section.of(
            "Where releases go, with the rules that protect it.",
            List.of(
                    AFTER,
                    AUTOMATIC,
                    ENV,
                    INSTANCES,
                    HOSTS,
                    STRATEGY,
                    SMOKE_KEY,
                    GATES,
                    JUDGE,
                    BAKE,
                    BAKE_UNTIL_DECIDED,
                    DEADLINE,
                    DEADLINE_SECONDS),
            EnvironmentSection::environment);

    private EnvironmentSection() {}

    private static EnvironmentConfig environment(Filled filled) {
        return new EnvironmentConfig(
                filled.name(),
                filled.find(AFTER),
                filled.get(AUTOMATIC),
                filled.get(ENV),
                filled.get(INSTANCES),
                filled.get(HOSTS),
                filled.get(STRATEGY),
                filled.get(SMOKE_KEY),
                filled.get(GATES),
                filled.get(JUDGE),
                filled.get(BAKE),
                filled.get(BAKE_UNTIL_DECIDED),
                deadline(filled));
    }

    private static Duration deadline(Filled filled) {
        if (filled.written(DEADLINE) && filled.written(DEADLINE_SECONDS)) {
            filled.refuse(
                    filled.at(DEADLINE_SECONDS),
                    "said-twice",
                    "progressDeadline and progressDeadlineSeconds say the same",
                    "remove one of the two");
        }
        return filled.find(DEADLINE)
                .or(() -> filled.find(DEADLINE_SECONDS).map(Duration::ofSeconds))
                .orElse(STANDARD_DEADLINE);
    }
}
