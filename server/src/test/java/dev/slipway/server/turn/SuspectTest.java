package dev.slipway.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.promql.engine.Value;
import dev.slipway.promql.series.Labels;
import dev.slipway.store.rollout.Rollouts.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Which release changed this. */
class SuspectTest {

    private static final long MINUTE = 60_000;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private final Random random = new Random(7);

    private static Turn turn(String release, long minute) {
        return new Turn(
                Instant.ofEpochMilli(START + minute * MINUTE),
                "rollout-" + release,
                "production",
                release,
                Optional.empty(),
                false);
    }

    /** A value every 15 seconds for two hours, with a noise of one hundredth. */
    private Value.Points points(LongToDoubleFunction byMinute) {
        long[] times = new long[480];
        double[] values = new double[480];
        for (int i = 0; i < times.length; i++) {
            times[i] = START + i * 15_000L;
            values[i] = byMinute.applyAsDouble(i / 4) * (1 + 0.01 * random.nextGaussian());
        }
        return new Value.Points(Labels.of("route", "shop"), times, values);
    }

    @Test
    void releaseWithAStep_isTheOnlySuspect() {
        List<Turn> turns = List.of(turn("shop-1", 20), turn("shop-2", 60), turn("shop-3", 100));

        List<Suspect> suspects = Suspect.among(turns, List.of(points(minute -> minute < 60 ? 10 : 14)));

        assertThat(suspects).singleElement().satisfies(suspect -> {
            assertThat(suspect.turn().release()).isEqualTo("shop-2");
            assertThat(suspect.before()).isBetween(9.9, 10.1);
            assertThat(suspect.after()).isBetween(13.8, 14.2);
        });
    }

    @Test
    void clearestChange_comesFirst() {
        List<Turn> turns = List.of(turn("shop-1", 30), turn("shop-2", 60));

        List<Suspect> suspects =
                Suspect.among(turns, List.of(points(minute -> minute < 30 ? 10 : minute < 60 ? 13 : 90)));

        assertThat(suspects).extracting(suspect -> suspect.turn().release()).containsExactly("shop-2", "shop-1");
    }

    @Test
    void noiseSpikesAndSmallChanges_areNobodysFault() {
        List<Turn> turns = List.of(turn("shop-1", 60));

        assertThat(Suspect.among(turns, List.of(points(_ -> 10)))).isEmpty();
        assertThat(Suspect.among(turns, List.of(points(minute -> minute == 62 ? 900 : 10))))
                .isEmpty();
        assertThat(Suspect.among(turns, List.of(points(minute -> minute < 60 ? 10 : 10.5))))
                .isEmpty();
        assertThat(Suspect.among(turns, List.of(points(_ -> 10 * random.nextDouble()))))
                .isEmpty();
    }

    @Test
    void seriesThatIsNotThereBefore_tellsNothing() {
        List<Turn> turns = List.of(turn("shop-1", 60));

        assertThat(Suspect.among(turns, List.of(points(minute -> minute < 60 ? Double.NaN : 10))))
                .isEmpty();
        assertThat(Suspect.among(turns, List.of())).isEmpty();
        assertThat(Suspect.among(List.of(), List.of(points(_ -> 10)))).isEmpty();
    }

    @Test
    void errorsFromNone_areSeen() {
        List<Turn> turns = List.of(turn("shop-1", 60));

        assertThat(Suspect.among(turns, List.of(points(minute -> minute < 60 ? 0 : 3))))
                .extracting(Suspect::before)
                .containsExactly(0.0);
    }
}
