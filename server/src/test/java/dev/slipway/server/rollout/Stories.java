package dev.slipway.server.rollout;

import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.rollout.ServingPlatform.Ailment;
import dev.slipway.server.rollout.Story.Serves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Ways of rollouts that together take every row of the table that can be taken. */
final class Stories {

    private static final String STRAIGHT = "canary: {steps: [{setWeight: 50}, {setWeight: 100}]}";
    private static final String ASKING =
            "canary: {steps: [{setWeight: 50}, {pause: {}}, {setWeight: 100}, {pause: {}}]}";
    private static final String JUDGED =
            "canary: {steps: [{setWeight: 50}, {analysis: {interval: 50ms, minimum: 1h, maximum: 2h}}]}";
    private static final String ROLLING = "rolling: {maxSurge: 0, maxUnavailable: 1, minReady: 0s}";
    private static final Duration LONG = Duration.ofHours(1);

    private Stories() {}

    /** One of each kind. */
    static List<Story> some() {
        return Stream.of(good(), resizing(), waiting(), failing(), stuck())
                .flatMap(stories -> stories.stream().limit(3))
                .toList();
    }

    static List<Story> all() {
        List<Story> all = new ArrayList<>(Stream.of(good(), resizing(), waiting(), failing(), stuck())
                .flatMap(List::stream)
                .toList());
        for (RolloutState state : Set.of(
                RolloutState.STARTED,
                RolloutState.VERIFIED,
                RolloutState.SHIFTING,
                RolloutState.OBSERVING,
                RolloutState.HELD,
                RolloutState.PROMOTED,
                RolloutState.BAKING)) {
            all.add(aborted(state));
            all.add(beyondReturn(state));
        }
        return all;
    }

    /** A configuration, differing from the plain one as the changes say. */
    static Config plain() {
        return new Config(STRAIGHT, "{}", "0s", true, 1);
    }

    /** A canary that waits for a person at 50 % and at 100 %. */
    static Config asking() {
        return plain().strategy(ASKING);
    }

    /** What stories differ in. */
    record Config(String strategy, String gates, String bake, boolean reversible, int instances) {

        Config strategy(String other) {
            return new Config(other, gates, bake, reversible, instances);
        }

        Config gates(String other) {
            return new Config(strategy, other, bake, reversible, instances);
        }

        Config bake(String other) {
            return new Config(strategy, gates, other, reversible, instances);
        }

        Config irreversible() {
            return new Config(strategy, gates, bake, false, instances);
        }

        Config instances(int other) {
            return new Config(strategy, gates, bake, reversible, other);
        }

        /** Without a migration that contracts. */
        String warmText() {
            return text().replace(", contract: [contract]", "");
        }

        String text() {
            return """
                services:
                  web:
                    artifact: web
                    command: [serve]
                    instances: %d
                    migrations: {expand: [expand], contract: [contract], reversible: %s}
                environments:
                  production:
                    strategy:
                      %s
                    smoke: [{path: /smoke}]
                    gates: %s
                    judge: {minimumRequests: 20, latency: off}
                    bake: %s
                    progressDeadline: 60s
                """.formatted(instances, reversible, strategy, gates, bake);
        }
    }

    private static List<Story> good() {
        return List.of(
                Story.of("a canary that nobody stops", plain().bake("50ms").text()),
                Story.of("a canary that asks twice", asking().text())
                        .when(RolloutState.HELD, Commands::resume)
                        .when(RolloutState.HELD, Commands::promote)
                        .when(RolloutState.HELD, Commands::promote),
                Story.of(
                                "a canary that is promoted past its judge",
                                plain().strategy(JUDGED).text())
                        .when(RolloutState.OBSERVING, Commands::promote),
                Story.of("a canary that is paused on its way", plain().text())
                        .when(RolloutState.STARTED, Commands::pause)
                        .when(RolloutState.HELD, Commands::promote),
                Story.of("a bake that is ended", plain().bake("1h").text())
                        .when(RolloutState.BAKING, Commands::promote),
                Story.of("blue and green", plain().strategy("blueGreen: {}").text()),
                Story.of(
                                "blue and green with a look in between",
                                plain().strategy("blueGreen: {autoPromotionEnabled: false}")
                                        .text())
                        .when(RolloutState.HELD, Commands::promote));
    }

    /** Two new instances for an old one: the first beside it, the second in its place. */
    static Config rolling() {
        return plain().strategy(ROLLING).instances(2);
    }

    private static List<Story> resizing() {
        return List.of(
                Story.of("instance by instance", rolling().text()),
                Story.of(
                                "instance by instance with a look in between",
                                rolling().text())
                        .when(RolloutState.STARTED, Commands::pause)
                        .when(RolloutState.HELD, Commands::promote),
                Story.of(
                                "recreated, and called off when nothing served",
                                plain().strategy("recreate").text())
                        .when(RolloutState.STARTED, Commands::abort)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("recreated", plain().strategy("recreate").text()),
                Story.of(
                                "recreated, and called off when it served alone",
                                plain().strategy("recreate").bake("1h").text())
                        .when(RolloutState.BAKING, Commands::abort)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of(
                                "instance by instance, and the second is called off",
                                rolling().text())
                        .when(RolloutState.STARTED, Commands::pause)
                        .when(RolloutState.HELD, Commands::promote)
                        .when(RolloutState.STARTED, Commands::abort)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD));
    }

    private static List<Story> waiting() {
        return List.of(
                Story.of("approved", plain().gates("{reviewers: {count: 1}}").text())
                        .when(RolloutState.GATED, Commands::approve),
                Story.of(
                                "opened in an emergency",
                                plain().gates("{reviewers: {count: 2}}").text())
                        .when(RolloutState.GATED, Commands::breakGlass),
                Story.of("rejected", plain().gates("{reviewers: {count: 1}}").text())
                        .when(RolloutState.GATED, Commands::reject)
                        .ends(RolloutState.CANCELLED, Serves.OLD),
                Story.of("called off when asked for", plain().text())
                        .when(RolloutState.REQUESTED, Commands::abort)
                        .ends(RolloutState.CANCELLED, Serves.OLD),
                Story.of("called off when prepared", plain().text())
                        .when(RolloutState.PREPARED, Commands::abort)
                        .ends(RolloutState.CANCELLED, Serves.OLD),
                Story.of("overtaken when asked for", plain().text())
                        .when(RolloutState.REQUESTED, Stories::overtake)
                        .ends(RolloutState.SUPERSEDED, Serves.NEW),
                Story.of(
                                "overtaken at a gate",
                                plain().gates("{reviewers: {count: 1}}").text())
                        .when(RolloutState.GATED, Stories::overtake)
                        .ends(RolloutState.SUPERSEDED, Serves.NEW),
                Story.of(
                                "stopped by a check",
                                plain().gates("{checks: [build]}").text())
                        .with((stage, _) -> stage.house().checks.put("build", GateFacts.CheckResult.FAILED))
                        .ends(RolloutState.FAILED, Serves.OLD),
                Story.of("its rules cannot be read any more", plain().text())
                        .when(RolloutState.REQUESTED, Stories::spoilRules)
                        .ends(RolloutState.FAILED, Serves.OLD));
    }

    private static List<Story> failing() {
        return List.of(
                Story.of("the expand migration fails", plain().text())
                        .ails(Ailment.CANNOT_EXPAND)
                        .ends(RolloutState.FAILED, Serves.OLD),
                Story.of("an instance does not start", plain().text())
                        .ails(Ailment.CANNOT_START)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("a smoke test fails", plain().text())
                        .ails(Ailment.FAILS_SMOKE_TESTS)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("the judge fails a canary", plain().strategy(JUDGED).text())
                        .ails(Ailment.FAILS_REQUESTS)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("the judge fails a canary that waits", asking().text())
                        .when(RolloutState.HELD, Stories::spoilRequests)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("an instance fails while the edge is told", plain().text())
                        .when(RolloutState.SHIFTING, Stories::newIsDead)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("an instance fails when all traffic has come", plain().text())
                        .when(RolloutState.PROMOTED, Stories::newIsDead)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("the judge fails a bake", plain().bake("1h").text())
                        .when(RolloutState.BAKING, Stories::spoilRequests)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD));
    }

    private static List<Story> stuck() {
        return List.of(
                Story.of("the old release is not well enough to go back to", plain().text())
                        .when(RolloutState.OBSERVING, Commands::abort)
                        .when(RolloutState.ROLLING_BACK, Stories::oldIsIll)
                        .when(RolloutState.NEEDS_HUMAN, Stories::oldIsWellAgain)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("the old release fails when it has its traffic back", plain().text())
                        .when(RolloutState.OBSERVING, Commands::abort)
                        .when(RolloutState.CHECKING_ROLLBACK, Stories::oldIsIll)
                        .when(RolloutState.NEEDS_HUMAN, Stories::oldIsWellAgain)
                        .ends(RolloutState.ROLLED_BACK, Serves.OLD),
                Story.of("the contract migration fails", plain().text())
                        .ails(Ailment.CANNOT_CONTRACT)
                        .when(RolloutState.NEEDS_HUMAN, Commands::abort)
                        .ends(RolloutState.FAILED, Serves.NEW),
                Story.of("the contract migration fails once", plain().text())
                        .ails(Ailment.CANNOT_CONTRACT)
                        .when(RolloutState.NEEDS_HUMAN, Stories::contractsAgain),
                Story.of(
                                "the judge fails what cannot be undone, and a person keeps it",
                                plain().strategy(JUDGED)
                                        .bake("1h")
                                        .irreversible()
                                        .text())
                        .ails(Ailment.FAILS_REQUESTS)
                        .when(RolloutState.NEEDS_HUMAN, Commands::promote),
                Story.of(
                                "a step cannot be undone, and a person keeps it",
                                rolling().irreversible().text())
                        .when(RolloutState.OBSERVING, Commands::abort)
                        .when(RolloutState.NEEDS_HUMAN, Commands::promote));
    }

    private static Config through(RolloutState state) {
        return state == RolloutState.HELD ? asking() : plain().bake("1h");
    }

    private static Story aborted(RolloutState state) {
        return Story.of("called off when " + state, through(state).text())
                .when(state, Commands::abort)
                .ends(RolloutState.ROLLED_BACK, Serves.OLD);
    }

    /** Rolled back by a person's word where the way was still short, closed by one where it was long. */
    private static Story beyondReturn(RolloutState state) {
        Story story = Story.of(
                        "called off when " + state + ", which cannot be undone",
                        through(state).irreversible().text())
                .when(state, Commands::abort);
        return state == RolloutState.BAKING
                ? story.when(RolloutState.NEEDS_HUMAN, Commands::abort).ends(RolloutState.FAILED, Serves.NEW)
                : story.when(RolloutState.NEEDS_HUMAN, Commands::resume).ends(RolloutState.ROLLED_BACK, Serves.OLD);
    }

    private static void overtake(RolloutHouse house, Rollout rollout) {
        house.deploy(house.release("newest", plain().text()));
    }

    private static void spoilRules(RolloutHouse house, Rollout rollout) {
        house.database.execute(
                sql -> sql.execute("update release set config_text = 'services: 1' where id = ?", rollout.release()));
    }

    private static void spoilRequests(RolloutHouse house, Rollout rollout) {
        ((ServingPlatform) house.platform()).ail(rollout.release(), Ailment.FAILS_REQUESTS);
    }

    private static void newIsDead(RolloutHouse house, Rollout rollout) {
        ((ServingPlatform) house.platform()).ail(rollout.release(), Ailment.CANNOT_START);
    }

    private static void oldIsIll(RolloutHouse house, Rollout rollout) {
        ((ServingPlatform) house.platform()).ail(rollout.previous().orElseThrow(), Ailment.IS_NOT_HEALTHY);
        house.pass(LONG);
    }

    private static void contractsAgain(RolloutHouse house, Rollout rollout) {
        ((ServingPlatform) house.platform()).heal(rollout.release());
        Story.ordering(Commands::promote).on(house, rollout);
    }

    private static void oldIsWellAgain(RolloutHouse house, Rollout rollout) {
        ((ServingPlatform) house.platform()).heal(rollout.previous().orElseThrow());
        Story.ordering(Commands::resume).on(house, rollout);
    }
}
