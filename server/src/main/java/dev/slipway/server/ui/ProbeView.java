package dev.slipway.server.ui;

import dev.slipway.observe.patrol.Outcome;
import dev.slipway.observe.patrol.ProbeStatus;
import dev.slipway.server.probe.ProbeHistory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Probes with their last day, grouped by project. */
public record ProbeView(List<Row> rows) {

    private static final double PERCENT = 100;

    public ProbeView {
        rows = List.copyOf(rows);
    }

    /**
     * One probe.
     *
     * @param day a tone for each part of the day, oldest first
     * @param share of successes, in words
     */
    public record Row(
            Label state, String title, String detail, List<Tone> day, String share, Optional<Instant> checked) {
        public Row {
            day = List.copyOf(day);
        }
    }

    static ProbeView of(List<ProbeHistory.Day> days) {
        return new ProbeView(days.stream().map(ProbeView::row).toList());
    }

    private static Row row(ProbeHistory.Day day) {
        ProbeStatus status = day.status();
        String group = status.watched().endpoint().group();
        return new Row(
                label(day),
                status.watched().project() + " · " + (group.isEmpty() ? "" : group + " · ")
                        + status.watched().endpoint().name(),
                status.watched().endpoint().check().target()
                        + status.last().map(ProbeView::detail).orElse(""),
                day.day().stream().map(ProbeView::tone).toList(),
                share(day.share()),
                status.last().map(outcome -> outcome.answer().at()));
    }

    private static String detail(Outcome outcome) {
        return outcome.isSuccess()
                ? " · " + outcome.answer().took().toMillis() + " ms"
                : " · " + String.join("; ", outcome.complaints());
    }

    /** What it counts as; a failure that does not count yet shows. */
    static Label label(ProbeHistory.Day day) {
        if (day.maintained()) {
            return new Label(Tone.WAIT, "maintenance");
        }
        boolean failing =
                day.status().last().filter(outcome -> !outcome.isSuccess()).isPresent();
        return switch (day.status().standing().state()) {
            case UP -> failing ? new Label(Tone.WARN, "failing") : new Label(Tone.GOOD, "up");
            case DOWN -> failing ? new Label(Tone.BAD, "down") : new Label(Tone.WARN, "recovering");
            case UNKNOWN -> new Label(Tone.IDLE, "not yet");
        };
    }

    static Tone tone(OptionalDouble share) {
        if (share.isEmpty()) {
            return Tone.IDLE;
        }
        double found = share.getAsDouble();
        return found >= 1 ? Tone.GOOD : found > 0 ? Tone.WARN : Tone.BAD;
    }

    static String share(OptionalDouble share) {
        return share.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.2f %%", Math.floor(share.getAsDouble() * PERCENT * PERCENT) / PERCENT);
    }
}
