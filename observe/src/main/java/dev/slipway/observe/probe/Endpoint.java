package dev.slipway.observe.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One probe.
 *
 * @param name unique in its project
 * @param group for people who look; may be empty
 * @param interval between two checks, a second to a day
 * @param timeout of one check
 * @param conditions that all must hold
 * @param failuresUntilDown failures in a row after which it counts as down
 * @param successesUntilUp successes in a row after which it counts as up again
 * @param isPublic whether the public status page shows it
 */
public record Endpoint(
        String name,
        String group,
        Check check,
        Duration interval,
        Duration timeout,
        List<Condition> conditions,
        int failuresUntilDown,
        int successesUntilUp,
        List<MaintenanceWindow> windows,
        boolean isPublic) {

    public Endpoint {
        conditions = List.copyOf(conditions);
        windows = List.copyOf(windows);
    }

    /** Whether any condition speaks of a fact, which then has to be found out. */
    public boolean asksFor(Fact fact) {
        return conditions.stream().anyMatch(condition -> condition.facts().contains(fact));
    }

    /** True while failures count for nothing. */
    public boolean isMaintained(Instant moment) {
        return windows.stream().anyMatch(window -> window.contains(moment));
    }

    /** Everything that an answer leaves to be desired; empty for success. */
    public List<String> complaints(Answer answer) {
        List<String> complaints = new ArrayList<>();
        boolean expected = !conditions.isEmpty() && !answer.isConnected();
        answer.trouble().ifPresent(complaints::add);
        List<String> broken = conditions.stream()
                .flatMap(condition -> condition.complaint(answer).stream())
                .toList();
        if (expected && broken.isEmpty()) {
            return List.of();
        }
        complaints.addAll(broken);
        usual(answer).ifPresent(complaints::add);
        return List.copyOf(complaints);
    }

    /** What must hold where nobody wrote conditions: 2xx of HTTP, exit code 0, a record of the DNS. */
    private Optional<String> usual(Answer answer) {
        if (!conditions.isEmpty() || !answer.isConnected()) {
            return Optional.empty();
        }
        return switch (check) {
            case Check.Http _ ->
                answer.fact(Fact.STATUS).filter(status -> !isOk(status)).map(Endpoint::status);
            case Check.Command _ ->
                answer.fact(Fact.STATUS).filter(code -> !code.equals("0")).map(Endpoint::status);
            case Check.Dns _ ->
                answer.fact(Fact.BODY)
                        .filter(String::isEmpty)
                        .map(_ -> "there is no such record, "
                                + answer.fact(Fact.DNS_RCODE).orElse(""));
            case Check.Tcp _, Check.Tls _, Check.Icmp _, Check.Grpc _ -> Optional.empty();
            case Check.WebSocket _, Check.Ssh _, Check.Heartbeat _ -> Optional.empty();
        };
    }

    private static boolean isOk(String status) {
        return status.length() == 3 && status.startsWith("2");
    }

    private static String status(String found) {
        return "the status is " + found;
    }
}
