package dev.slipway.server.query;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.format.DurationText;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.Promql;
import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Exchange;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a request asks, from its address and from its body as a form: clients send long expressions in either. */
final class Parameters {

    /** The parameter that holds selectors of series. */
    static final String MATCH = "match[]";

    private static final String PROJECT = "project";

    private final Map<String, List<String>> values = new HashMap<>();

    private Parameters() {}

    static Parameters of(Exchange exchange) {
        Parameters parameters = new Parameters();
        Optional.ofNullable(exchange.http().queryString()).ifPresent(parameters::read);
        if (exchange.http().isFormUrlencoded()) {
            parameters.read(new String(exchange.bytes(), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private void read(String encoded) {
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(Problem.Kind.INVALID, "bad-form", "'" + text + "' is not encoded as a form", null, e);
        }
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> first(String name) {
        return all(name).stream().filter(value -> !value.isEmpty()).findFirst();
    }

    String required(String name) {
        return first(name).orElseThrow(() -> bad(name, "is missing"));
    }

    /** Milliseconds since the epoch, from RFC 3339 or seconds. */
    OptionalLong time(String name) {
        return first(name).map(text -> OptionalLong.of(millis(name, text))).orElseGet(OptionalLong::empty);
    }

    long requiredTime(String name) {
        return millis(name, required(name));
    }

    private static long millis(String name, String text) {
        Optional<Double> seconds = FloatText.parse(text).filter(Double::isFinite);
        if (seconds.isPresent()) {
            return new BigDecimal(text).movePointRight(3).longValue();
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            throw bad(name, "'" + text + "' is no time");
        }
    }

    /** Milliseconds, from a duration such as {@code 1m} or seconds; positive. */
    long requiredStep(String name) {
        long step = duration(name).orElseThrow(() -> bad(name, "is missing"));
        if (step <= 0) {
            throw bad(name, "must be larger than zero");
        }
        return step;
    }

    /** Milliseconds. */
    OptionalLong duration(String name) {
        Optional<String> text = first(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<Long> millis = FloatText.parse(text.get())
                .filter(Double::isFinite)
                .map(seconds -> (long) (seconds * 1000))
                .or(() -> DurationText.parse(text.get()));
        return OptionalLong.of(millis.orElseThrow(() -> bad(name, "'" + text.get() + "' is no duration")));
    }

    /** Most entries of a list; all when absent or zero. */
    int limit() {
        Optional<String> text = first("limit");
        if (text.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        if (!text.get().matches("\\d{1,9}")) {
            throw bad("limit", "'" + text.get() + "' is no whole number");
        }
        int limit = Integer.parseInt(text.get());
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    /** Each {@code match[]} as a selector. */
    List<List<Matcher>> selectors() {
        return all(MATCH).stream().map(Parameters::selector).toList();
    }

    private static List<Matcher> selector(String text) {
        if (Promql.parse(text) instanceof Expr.VectorSelector selector) {
            return selector.matchers();
        }
        throw bad("match[]", "'" + text + "' is no selector of series");
    }

    /**
     * Who asks, and for which project: {@code project} narrows the question to one that they may know.
     *
     * @throws Problem of kind DENIED, code {@code other-project}
     */
    Principal asker(Principal who) {
        Optional<String> project = first(PROJECT);
        if (project.isEmpty()) {
            return who;
        } else if (!who.mayReach(project.get())) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "other-project",
                    "this token is bound to another project than " + project.get(),
                    "leave 'project' away");
        }
        return new Principal(who.name(), who.role(), who.scopes(), project);
    }

    /** A stretch of time; without one everything up to now and beyond. */
    Stretch stretch() {
        return new Stretch(
                time("start").orElse(0L),
                time("end").orElse(Instant.parse("2262-01-01T00:00:00Z").toEpochMilli()));
    }

    static Problem bad(String name, String what) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-parameter",
                "invalid parameter \"" + name + "\": " + what,
                "see the Prometheus HTTP API");
    }

    /** @param from milliseconds since the epoch, included; {@code to} likewise */
    record Stretch(long from, long to) {
        Stretch {
            if (to < from) {
                throw bad("end", "end timestamp must not be before start time");
            }
        }
    }
}
