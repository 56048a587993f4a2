package dev.slipway.delivery.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a user's own target is driven, for a service whose platform is {@code command}. Each is argv, run in a folder with
 * the unpacked artifact; each may be run again after an interruption.
 *
 * @param deploy brings the release there
 * @param check ends with 0 while the release can serve, with 3 when it is not there any more, with anything else while
 *     it cannot; without it the address that {@code deploy} printed is asked over HTTP
 * @param stop takes the release away; fine when it is not there
 * @param rollback brings back a release that was there before; without it {@code deploy} does
 * @param route gives each release its share of the users, for a target that carries its own traffic; without it the edge
 *     sends requests to the address that {@code deploy} printed
 * @param timeout for {@code deploy}, {@code rollback} and {@code stop}
 * @param checkTimeout for {@code check}
 * @param checkInterval between two checks
 */
public record TargetCommands(
        List<String> deploy,
        Optional<List<String>> check,
        List<String> stop,
        Optional<List<String>> rollback,
        Optional<List<String>> route,
        Duration timeout,
        Duration checkTimeout,
        Duration checkInterval) {

    /** Whether the target carries the users' traffic itself, so that the edge sees none of it. */
    public boolean carriesTraffic() {
        return route.isPresent();
    }
}
