package dev.slipway.delivery.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of a service that a user's own commands deploy. */
final class CommandsSection {

    private static final Key<List<String>> DEPLOY = Key.required(
            "deploy",
            ServiceSection.COMMAND,
            "Brings the release to the target; running it again must do no harm. Prints `{\"address\": \"IP:PORT\"}`"
                    + " where the edge is to reach it.");
    private static final Key<List<String>> CHECK = Key.optional(
            "check",
            ServiceSection.COMMAND,
            "Ends with 0 while the release can serve, with 3 when it is not there any more, else with another code;"
                    + " without it the address is asked over HTTP, as `health` says.");
    private static final Key<List<String>> STOP =
            Key.required("stop", ServiceSection.COMMAND, "Takes the release away; must be fine when it is not there.");
    private static final Key<List<String>> ROLLBACK = Key.optional(
            "rollback",
            ServiceSection.COMMAND,
            "Brings back a release that served here before; without it `deploy` does.");
    private static final Key<List<String>> ROUTE = Key.optional(
            "route",
            ServiceSection.COMMAND,
            "Gives each release its share of the users (`SLIPWAY_WEIGHTS`), where the target carries its own traffic;"
                    + " without it the edge does.");
    private static final Key<Duration> TIMEOUT = Key.fallback(
            "timeout", Plains.POSITIVE_DURATION, "10m", "Time for `deploy`, for `rollback` and for `stop`.");
    private static final Key<Duration> CHECK_TIMEOUT =
            Key.fallback("checkTimeout", Plains.POSITIVE_DURATION, "30s", "Time for one `check`.");
    private static final Key<Duration> CHECK_INTERVAL =
            Key.fallback("checkInterval", Plains.POSITIVE_DURATION, "10s", "Time between two checks.");

    static final Section<TargetCommands> SECTION = Section.of(
            "Commands of your own that bring a release to a target of your own.",
            List.of(DEPLOY, CHECK, STOP, ROLLBACK, ROUTE, TIMEOUT, CHECK_TIMEOUT, CHECK_INTERVAL),
            CommandsSection::commands);

    private CommandsSection() {}

    private static TargetCommands commands(Filled filled) {
        Optional<List<String>> check = filled.find(CHECK);
        if (filled.written(ROUTE) && check.isEmpty()) {
            filled.refuse(
                    filled.at(ROUTE),
                    "route-without-check",
                    "a target with 'route' may have no address, so only 'check' can tell whether it serves",
                    "add check");
        }
        return new TargetCommands(
                filled.get(DEPLOY),
                check,
                filled.get(STOP),
                filled.find(ROLLBACK),
                filled.find(ROUTE),
                filled.get(TIMEOUT),
                filled.get(CHECK_TIMEOUT),
                filled.get(CHECK_INTERVAL));
    }
}
