package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.Cron;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.kernel.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Schedules that GitHub keeps otherwise than written: more often than every five minutes, or by a zone of no place. */
final class CronRule implements Rule {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final int LOOKED_AT = 24;

    @Override
    public void check(Subject subject, Report report) {
        List<Tree> written = Block.of(subject.tree())
                .block("on")
                .map(on -> on.items("schedule"))
                .orElse(List.of());
        written.stream().map(Block::of).forEach(block -> zone(block, report));
        for (Trigger trigger : subject.workflow().triggers()) {
            if (trigger instanceof Trigger.Schedule schedule) {
                schedule.crons().stream()
                        .filter(CronRule::tooOften)
                        .forEach(cron -> report.warn(
                                "cron-too-often",
                                position(cron, written, schedule.position()),
                                "'" + cron + "' comes more often than every five minutes",
                                "use for example '*/5 * * * *'"));
            }
        }
    }

    /** The reader takes all that the JDK knows as a zone; GitHub wants a place of the IANA database. */
    private static void zone(Block block, Report report) {
        block.text("timezone")
                .filter(zone -> !zone.contains("/"))
                .ifPresent(zone -> report.warn(
                        "bad-timezone",
                        block.valuePosition("timezone"),
                        "'" + zone + "' is no place of the IANA time zone database",
                        "write for example Etc/UTC or Europe/Berlin"));
    }

    private static Position position(Cron cron, List<Tree> written, Position otherwise) {
        return written.stream()
                .map(Block::of)
                .filter(block -> block.text("cron")
                        .map(String::strip)
                        .filter(cron.line()::equals)
                        .isPresent())
                .map(block -> block.valuePosition("cron"))
                .findFirst()
                .orElse(otherwise);
    }

    private static boolean tooOften(Cron cron) {
        Optional<Instant> last = cron.next(Instant.EPOCH);
        for (int i = 0; i < LOOKED_AT && last.isPresent(); i++) {
            Optional<Instant> next = cron.next(last.get());
            if (next.isPresent() && Duration.between(last.get(), next.get()).compareTo(SHORTEST) < 0) {
                return true;
            }
            last = next;
        }
        return false;
    }
}
