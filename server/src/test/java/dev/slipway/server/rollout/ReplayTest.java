package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.judge.Evidence;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout is judged again from what was stored of it, and from nothing else. */
class ReplayTest {

    private static final String METRIC = "{name: memory, query: memory, above: 100, step: 20ms, minimumPoints: 2}";
    private static final String CONFIG = config(METRIC);

    @TempDir
    Path folder;

    private ServingHouse serving;
    private RolloutHouse house;

    private static String config(String metric) {
        return Stories.plain()
                .strategy(
                        "canary: {steps: [{setWeight: 50}, {analysis: {interval: 50ms, minimum: 300ms, maximum: 1h}}]}")
                .text()
                .replace("latency: off", "latency: off, metrics: [" + metric + "]");
    }

    @BeforeEach
    void open() {
        serving = ServingHouse.in(folder);
        house = serving.house();
    }

    @AfterEach
    void close() {
        serving.close();
    }

    private Rollout roll(RolloutState end) {
        return roll(CONFIG, end);
    }

    private Rollout roll(String config, RolloutState end) {
        house.work();
        house.reach(house.deploy(house.release("1", config)), RolloutState.SUCCEEDED);
        Rollout rollout = house.deploy(house.release("2", config));
        house.reach(rollout, end);
        return house.now(rollout);
    }

    private Replay.View replay(Rollout rollout) {
        Books books = Books.of(serving.database());
        return serving.database()
                .read(sql -> Replay.of(
                        rollout,
                        new Plans(books).plan(rollout),
                        books.looks().of(sql, rollout.id()),
                        books.looks().answers(sql, rollout.id()),
                        books.rollouts().judgement(sql, rollout.id()),
                        500));
    }

    @Test
    void replay_comesToTheSameVerdictAtEveryLook() {
        AtomicInteger asked = new AtomicInteger();
        house.metrics = (_, _, _, _) -> {
            if (asked.incrementAndGet() == 1) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "metrics-unreachable", "it does not answer", null);
            }
            return filled(50.5);
        };

        Replay.View view = replay(roll(RolloutState.SUCCEEDED));

        assertThat(view.same()).isTrue();
        assertThat(view.differing()).isZero();
        assertThat(view.recorded()).isEqualTo(view.replayed());
        assertThat(view.shown())
                .extracting(Replay.LookAgain::verdict)
                .contains(Verdict.INCONCLUSIVE, Verdict.PASS)
                .doesNotContain(Verdict.FAIL);
        assertThat(view.shown().getLast().evidence())
                .extracting(Evidence::metric)
                .contains("memory");
        assertThat(view.shown().getLast().canary().requests()).isPositive();
    }

    @Test
    void looksBeforeALateAnswer_areJudgedWithoutIt() {
        AtomicInteger asked = new AtomicInteger();
        house.metrics = (_, _, _, _) -> {
            if (asked.incrementAndGet() < 4) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "metrics-unreachable", "it does not answer", null);
            }
            return filled(50.5);
        };

        Replay.View view = replay(roll(config(METRIC.replace("20ms", "400ms")), RolloutState.SUCCEEDED));

        assertThat(asked).hasValueGreaterThanOrEqualTo(4);
        assertThat(view.differing()).isZero();
        assertThat(view.same()).isTrue();
    }

    @Test
    void replay_failsByAMetricAsItDidThen() {
        house.metrics = (of, _, _, _) -> filled(of.release().equals("shop-2") ? 200 : 50);

        Replay.View view = replay(roll(RolloutState.ROLLED_BACK));

        assertThat(view.same()).isTrue();
        assertThat(view.replayed().map(Judgement::verdict)).contains(Verdict.FAIL);
        assertThat(view.replayed().orElseThrow().summary()).contains("memory is 200");
    }

    @Test
    void replay_saysWhereItComesToAnotherVerdict() {
        house.metrics = (_, _, _, _) -> filled(50);
        Rollout rollout = roll(RolloutState.SUCCEEDED);
        serving.database().execute(sql -> sql.execute("update look set canary_errors = canary_requests"));

        Replay.View view = replay(rollout);

        assertThat(view.same()).isFalse();
        assertThat(view.differing()).isPositive();
        assertThat(view.shown())
                .filteredOn(Replay.LookAgain::differs)
                .extracting(Replay.LookAgain::verdict)
                .contains(Verdict.FAIL);
    }

    private static double[] filled(double value) {
        double[] points = new double[3];
        Arrays.fill(points, value);
        return points;
    }
}
