package dev.slipway.server.alert;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.MatcherText;
import dev.slipway.observe.alert.Silence;
import dev.slipway.promql.series.Matcher;
import dev.slipway.server.web.Exchange;
import java.util.List;
import java.util.Optional;

/** Which alerts or silences a client of Alertmanager's API wants to see. */
record AlertFilter(
        List<Matcher> matchers, boolean active, boolean silenced, boolean inhibited, Optional<Pattern> receiver) {

    static AlertFilter of(Exchange exchange) {
        List<Matcher> matchers = exchange.http().queryParams("filter").stream()
                .flatMap(text -> MatcherText.read(text).stream())
                .toList();
        return new AlertFilter(
                matchers,
                flag(exchange, "active"),
                flag(exchange, "silenced"),
                flag(exchange, "inhibited"),
                exchange.query("receiver").map(AlertFilter::pattern));
    }

    private static boolean flag(Exchange exchange, String name) {
        return exchange.query(name).map(Boolean::parseBoolean).orElse(true);
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw Problem.of(Problem.Kind.INVALID, "bad-regex", "receiver: " + e.getDescription(), null, e);
        }
    }

    boolean takes(AlertView view) {
        boolean held = !view.hush().isNone();
        return MatcherText.matches(matchers, view.alert().labels())
                && (active || held)
                && (silenced || view.hush().silencedBy().isEmpty())
                && (inhibited || view.hush().inhibitedBy().isEmpty())
                && (receiver.isEmpty() || view.receivers().stream().anyMatch(this::takesReceiver));
    }

    /** Whether what this receiver is told of is wanted; the pattern must match its whole name. */
    boolean takesReceiver(String name) {
        return receiver.isEmpty() || receiver.get().matches(name);
    }

    /** A silence is wanted when it has a matcher of the filter's name with a value that fits. */
    boolean takes(Silence silence) {
        return matchers.stream()
                .allMatch(wanted -> silence.matchers().stream()
                        .anyMatch(own -> own.name().equals(wanted.name()) && wanted.matches(own.value())));
    }
}
