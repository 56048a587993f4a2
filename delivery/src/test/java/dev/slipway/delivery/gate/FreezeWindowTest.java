package dev.slipway.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.Gates;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class FreezeWindowTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Gates.Freeze WEEKEND = new Gates.WeeklyFreeze(
            DayOfWeek.FRIDAY, LocalTime.NOON, DayOfWeek.MONDAY, LocalTime.of(8, 0), BERLIN, "no weekend deploys");

    @Test
    void weeklyFreeze_holdsFromFridayNoonUntilMondayMorning() {
        Instant friday = Instant.parse("2026-11-20T11:00:00Z");
        Instant sunday = Instant.parse("2026-11-22T23:00:00Z");
        Instant end = Instant.parse("2026-11-23T07:00:00Z");

        assertThat(FreezeWindow.endAt(WEEKEND, friday)).contains(end);
        assertThat(FreezeWindow.endAt(WEEKEND, sunday)).contains(end);
        assertThat(FreezeWindow.endAt(WEEKEND, friday.minusSeconds(1))).isEmpty();
        assertThat(FreezeWindow.endAt(WEEKEND, end)).isEmpty();
    }

    @Test
    void weeklyFreeze_keepsWallClockTimeWhenSummerTimeEnds() {
        Instant saturday = Instant.parse("2026-10-24T12:00:00Z");

        assertThat(FreezeWindow.endAt(WEEKEND, saturday)).contains(Instant.parse("2026-10-26T07:00:00Z"));
    }

    @Test
    void dailyFreeze_overMidnightBelongsToTheDayItBeginsOn() {
        Gates.Freeze nights = new Gates.DailyFreeze(
                EnumSet.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), BERLIN, "night");

        assertThat(FreezeWindow.endAt(nights, Instant.parse("2026-11-17T02:00:00Z")))
                .contains(Instant.parse("2026-11-17T05:00:00Z"));
        assertThat(FreezeWindow.endAt(nights, Instant.parse("2026-11-18T02:00:00Z")))
                .isEmpty();
    }

    @Test
    void datedFreeze_endsAtItsEnd() {
        Instant from = Instant.parse("2026-12-24T00:00:00Z");
        Instant until = Instant.parse("2026-12-27T00:00:00Z");
        Gates.Freeze holidays = new Gates.DatedFreeze(from, until, ZoneOffset.UTC, "holidays");

        assertThat(FreezeWindow.endAt(holidays, from)).contains(until);
        assertThat(FreezeWindow.endAt(holidays, until)).isEmpty();
    }
}
