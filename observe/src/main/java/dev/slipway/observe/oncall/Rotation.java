package dev.slipway.observe.oncall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * People who take turns. Wherever a receiver of this name is told, the one whose turn it is is told instead. Turns go by
 * the clock on the wall: one that begins at nine begins at nine in summer and in winter.
 *
 * @param name of the receiver that it stands for
 * @param start of the first one's first turn
 * @param turn how long it lasts
 * @param members names of receivers, in their order
 * @param stands who stands in for whoever's turn it is, the later of two that overlap
 */
public record Rotation(
        String name, LocalDateTime start, ZoneId zone, Duration turn, List<String> members, List<StandIn> stands) {

    public Rotation {
        members = List.copyOf(members);
        stands = List.copyOf(stands);
    }

    /** For a while it is somebody else. */
    public record StandIn(Instant from, Instant until, String member) {
        boolean holds(Instant time) {
            return !time.isBefore(from) && time.isBefore(until);
        }
    }

    /** The receiver to be told at this time. */
    public String onCall(Instant time) {
        return stands.reversed().stream()
                .filter(stand -> stand.holds(time))
                .map(StandIn::member)
                .findFirst()
                .orElseGet(() -> members.get(Math.floorMod(turns(time), members.size())));
    }

    private long turns(Instant time) {
        Duration since = Duration.between(start, time.atZone(zone).toLocalDateTime());
        return Math.floorDiv(since.toSeconds(), turn.toSeconds());
    }

    /** When the next turn begins, stand-ins aside. */
    public Instant handover(Instant time) {
        return start.plus(turn.multipliedBy(turns(time) + 1)).atZone(zone).toInstant();
    }
}
