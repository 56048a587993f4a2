package dev.slipway.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.Gates;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Gates.Window WEEKEND = new Gates.WeeklyWindow(
            DayOfWeek.FRIDAY, LocalTime.NOON, DayOfWeek.MONDAY, LocalTime.of(8, 0), BERLIN, "no weekend deploys");

    @Test
    void weeklyFreeze_holdsFromFridayNoonUntilMondayMorning() {
        Instant friday = Instant.parse("2026-11-20T11:00:00Z");
        Instant sunday = Instant.parse("2026-11-22T23:00:00Z");
        Instant end = Instant.parse("2026-11-23T07:00:00Z");

        assertThat(WindowTimes.endAt(WEEKEND, friday)).contains(end);
        assertThat(WindowTimes.endAt(WEEKEND, sunday)).contains(end);
        assertThat(WindowTimes.endAt(WEEKEND, friday.minusSeconds(1))).isEmpty();
        assertThat(WindowTimes.endAt(WEEKEND, end)).isEmpty();
    }

    @Test
    void weeklyFreeze_keepsWallClockTimeWhenSummerTimeEnds() {
        Instant saturday = Instant.parse("2026-10-24T12:00:00Z");

        assertThat(WindowTimes.endAt(WEEKEND, saturday)).contains(Instant.parse("2026-10-26T07:00:00Z"));
    }

    @Test
    void dailyFreeze_overMidnightBelongsToTheDayItBeginsOn() {
        Gates.Window nights = new Gates.DailyWindow(
                EnumSet.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), BERLIN, "night");

        assertThat(WindowTimes.endAt(nights, Instant.parse("2026-11-17T02:00:00Z")))
                .contains(Instant.parse("2026-11-17T05:00:00Z"));
        assertThat(WindowTimes.endAt(nights, Instant.parse("2026-11-18T02:00:00Z")))
                .isEmpty();
    }

    @Test
    void datedFreeze_endsAtItsEnd() {
        Instant from = Instant.parse("2026-12-24T00:00:00Z");
        Instant until = Instant.parse("2026-12-27T00:00:00Z");
        Gates.Window holidays = new Gates.DatedWindow(from, until, ZoneOffset.UTC, "holidays");

        assertThat(WindowTimes.endAt(holidays, from)).contains(until);
        assertThat(WindowTimes.endAt(holidays, until)).isEmpty();
    }

    @Test
    void window_opensNextAtItsNextBeginning() {
        assertThat(WindowTimes.nextAt(WEEKEND, Instant.parse("2026-11-17T10:00:00Z")))
                .as("on Tuesday")
                .contains(Instant.parse("2026-11-20T11:00:00Z"));
        assertThat(WindowTimes.nextAt(WEEKEND, Instant.parse("2026-11-20T11:00:00Z")))
                .as("as it opens")
                .contains(Instant.parse("2026-11-27T11:00:00Z"));

        Gates.Window mornings = new Gates.DailyWindow(
                Set.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY),
                LocalTime.of(9, 0),
                LocalTime.of(12, 0),
                ZoneOffset.UTC,
                "mornings");
        assertThat(WindowTimes.nextAt(mornings, Instant.parse("2026-11-19T08:59:59Z")))
                .contains(Instant.parse("2026-11-19T09:00:00Z"));
        assertThat(WindowTimes.nextAt(mornings, Instant.parse("2026-11-19T09:00:00Z")))
                .contains(Instant.parse("2026-11-23T09:00:00Z"));

        Instant from = Instant.parse("2026-12-23T00:00:00Z");
        Gates.Window once = new Gates.DatedWindow(from, from.plusSeconds(60), ZoneOffset.UTC, "once");
        assertThat(WindowTimes.nextAt(once, from.minusSeconds(1))).contains(from);
        assertThat(WindowTimes.nextAt(once, from)).isEmpty();
    }

    private static Gates.Window nightly(int from, int until) {
        return new Gates.DailyWindow(
                EnumSet.allOf(DayOfWeek.class), LocalTime.of(from, 0), LocalTime.of(until, 0), BERLIN, "at night");
    }

    @Test
    void dailyWindow_thatTheClockLeapsOverStaysClosedThatNight() {
        Gates.Window night = nightly(2, 3);
        Instant leap = Instant.parse("2026-03-29T01:00:00Z");

        assertThat(WindowTimes.endAt(night, leap)).isEmpty();
        assertThat(WindowTimes.endAt(night, leap.plusSeconds(7200))).isEmpty();
        assertThat(WindowTimes.nextAt(night, leap.minusSeconds(60))).contains(Instant.parse("2026-03-30T00:00:00Z"));
    }

    @Test
    void dailyWindow_inTheHourThatComesTwiceIsOpenBothTimes() {
        Gates.Window night = nightly(2, 3);
        Instant first = Instant.parse("2026-10-25T00:00:00Z");
        Instant end = Instant.parse("2026-10-25T02:00:00Z");

        assertThat(WindowTimes.endAt(night, first)).contains(end);
        assertThat(WindowTimes.endAt(night, end.minusSeconds(1))).contains(end);
        assertThat(WindowTimes.endAt(night, first.minusSeconds(1))).isEmpty();
        assertThat(WindowTimes.endAt(night, end)).isEmpty();
    }

    @Test
    void weeklyWindow_beginsAtItsOwnTimeInTheWeekBeforeTheClockLeaps() {
        Gates.Window sundays = new Gates.WeeklyWindow(
                DayOfWeek.SUNDAY, LocalTime.of(2, 30), DayOfWeek.SUNDAY, LocalTime.of(2, 0), BERLIN, "but for a while");
        Instant sundayBefore = Instant.parse("2026-03-22T01:30:00Z");

        assertThat(WindowTimes.nextAt(sundays, sundayBefore.minusSeconds(60))).contains(sundayBefore);
        assertThat(WindowTimes.endAt(sundays, sundayBefore)).contains(Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(WindowTimes.nextAt(sundays, sundayBefore)).contains(Instant.parse("2026-03-29T01:30:00Z"));
    }
}
