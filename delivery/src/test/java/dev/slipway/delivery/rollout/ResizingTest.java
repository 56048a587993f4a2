package dev.slipway.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResizingTest {

    private static final int MOST = 7;

    private static List<Slots> web(List<Stage> stages) {
        return stages.stream()
                .map(stage -> Optional.ofNullable(stage.slots().get("web")).orElseThrow())
                .toList();
    }

    private static List<Stage> rolling(int surge, int unavailable, int wanted, int old) {
        return Resizing.rolling(
                new Strategy.Rolling(surge, unavailable, List.of()), Map.of("web", wanted), Map.of("web", old));
    }

    @Test
    void rolling_exchangesOneByOneByDefault() {
        List<Stage> stages = rolling(1, 0, 3, 3);

        assertThat(web(stages)).containsExactly(new Slots(1, 3), new Slots(2, 2), new Slots(3, 1));
        assertThat(stages).extracting(Stage::weight).containsExactly(25, 50, 100);
    }

    @Test
    void rolling_withoutSurgeLetsOldOnesGoFirst() {
        assertThat(web(rolling(0, 2, 4, 4))).containsExactly(new Slots(2, 2), new Slots(4, 0));
    }

    @Test
    void rolling_watchesEveryStage() {
        Strategy.Rolling careful =
                new Strategy.Rolling(1, 0, List.of(new Strategy.Pause(Optional.of(Duration.ofSeconds(10)))));

        assertThat(Resizing.rolling(careful, Map.of("web", 2), Map.of("web", 2)))
                .hasSize(2)
                .allSatisfy(stage ->
                        assertThat(stage.watches()).containsExactly(new Stage.Watch.Time(Duration.ofSeconds(10))));
    }

    @Test
    void rolling_keepsItsLimitsInEveryStageOfEverySize() {
        for (int surge = 0; surge <= MOST; surge++) {
            for (int unavailable = surge == 0 ? 1 : 0; unavailable <= MOST; unavailable++) {
                for (int wanted = 1; wanted <= MOST; wanted++) {
                    for (int old = 0; old <= MOST; old++) {
                        keepsItsLimits(surge, unavailable, wanted, old);
                    }
                }
            }
        }
    }

    private static void keepsItsLimits(int surge, int unavailable, int wanted, int old) {
        int least = Math.min(wanted - unavailable, old);
        Slots before = new Slots(0, old);
        for (Slots slots : web(rolling(surge, unavailable, wanted, old))) {
            assertThat(slots.next()).isGreaterThan(before.next()).isLessThanOrEqualTo(wanted);
            assertThat(slots.previous()).isBetween(0, before.previous());
            assertThat(slots.next() + slots.previous())
                    .as("instances that exist")
                    .isLessThanOrEqualTo(Math.max(wanted + surge, old));
            assertThat(before.next() + slots.previous())
                    .as("instances that serve while the new ones start")
                    .isGreaterThanOrEqualTo(least);
            before = slots;
        }
        assertThat(before.next()).isEqualTo(wanted);
    }

    @Test
    void recreation_letsEveryOldInstanceGoBeforeTheFirstNewOne() {
        List<Stage> stages = Resizing.recreation(Map.of("web", 3, "api", 1), Map.of("web", 2, "gone", 1));

        assertThat(stages).singleElement().satisfies(stage -> {
            assertThat(stage.weight()).isEqualTo(100);
            assertThat(stage.slots()).containsEntry("web", new Slots(3, 0)).containsEntry("api", new Slots(1, 0));
        });
    }
}
