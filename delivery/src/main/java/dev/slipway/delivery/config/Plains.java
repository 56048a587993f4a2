package dev.slipway.delivery.config;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode.Scalar.Kind;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The plain shapes that {@code slipway.yml} is made of. */
final class Plains {

    private static final Set<Kind> STRINGS = Set.of(Kind.STRING);
    private static final Set<Kind> ANY = Set.of(Kind.STRING, Kind.INTEGER, Kind.FLOAT, Kind.BOOLEAN);
    private static final Set<Kind> NUMBERS = Set.of(Kind.INTEGER, Kind.FLOAT);

    static final Plain<String> TEXT =
            new Plain<>("text", STRINGS, "put it in quotes", () -> json("string"), Plains::notEmpty);

    /** For variables and arguments, where {@code 8080} and {@code true} are as good as text. */
    static final Plain<String> LOOSE_TEXT = new Plain<>(
            "text",
            ANY,
            "put it in quotes; an empty text is ''",
            () -> {
                ObjectNode schema = JsonNodes.object();
                schema.putArray("type").add("string").add("number").add("boolean");
                return schema;
            },
            Function.identity());

    static final Plain<String> NAME = pattern(
            "name",
            "bad-name",
            "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$",
            "use lower-case letters, digits and dashes, at most 40: it becomes part of a host name");

    static final Plain<String> VARIABLE =
            pattern("variable name", "bad-variable", "^[A-Za-z_][A-Za-z0-9_]*$", "use letters, digits and underscores");

    static final Plain<String> SECRET = pattern(
            "secret name", "bad-secret-name", "^[A-Za-z_][A-Za-z0-9_]{0,99}$", "use letters, digits and underscores");

    private static final String HOST_PATTERN =
            "^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$";

    static final Plain<String> HOST =
            pattern("host name", "bad-host", HOST_PATTERN, "write it in lower case, without scheme, port and path");

    /** Names of headers and cookies (RFC 9110, section 5.6.2). */
    static final Plain<String> TOKEN = pattern(
            "name of a header or cookie",
            "bad-token",
            "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$",
            "use letters, digits and - . _, at most 64");

    static final Plain<String> RANGE = TEXT.checked(
            "address range", AddressText::isRange, "bad-range", "write it as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32");

    static final Plain<String> PATH =
            pattern("path", "bad-path", "^/[^\\s#]*$", "start it with / and percent-encode spaces");

    static final Plain<Boolean> FLAG = new Plain<>(
            "true or false",
            Set.of(Kind.BOOLEAN),
            "write true or false without quotes",
            () -> json("boolean"),
            text -> text.equalsIgnoreCase("true"));

    /** Numbers are let in so that a missing unit is named as what it is. */
    static final Plain<Duration> DURATION = new Plain<>(
            "duration",
            Set.of(Kind.STRING, Kind.INTEGER, Kind.FLOAT),
            "write it like 500ms, 10s, 1m30s or 2h",
            () -> json("string").put("pattern", Quantity.DURATION_PATTERN),
            Quantity::duration);

    /** A duration that something can be repeated by, or waited for. */
    static final Plain<Duration> POSITIVE_DURATION = DURATION.checked(
            "duration above zero", value -> !value.isZero(), "not-positive", "it must be longer than nothing");

    static final Plain<Long> BYTES = new Plain<>(
            "size",
            Set.of(Kind.STRING, Kind.INTEGER, Kind.FLOAT),
            "write it like 256MiB, 1GiB or 500MB",
            () -> json("string").put("pattern", Quantity.BYTES_PATTERN),
            Quantity::bytes);

    static final Plain<ZoneId> ZONE =
            new Plain<>("time zone", STRINGS, "write it like Europe/Berlin", () -> json("string"), Plains::zone);

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    static final Plain<DayOfWeek> DAY = word(DAYS, text -> DayOfWeek.of(DAYS.indexOf(text) + 1));

    static final Plain<List<String>> COMMAND_LINE = new Plain<>(
            "text split into words as a shell would, without a shell",
            STRINGS,
            "write the command as a list or as text",
            () -> json("string").put("minLength", 1),
            ShellWords::split);

    private Plains() {}

    static Plain<Integer> whole(int least, int most) {
        return new Plain<>(
                most == Integer.MAX_VALUE ? "whole number from " + least : "whole number from " + least + " to " + most,
                NUMBERS,
                "write a number without quotes",
                () -> bounded("integer", least, most),
                text -> (int) within(text, least, most, true));
    }

    static Plain<Double> decimal(double least, double most) {
        return new Plain<>(
                "number from " + brief(least) + " to " + brief(most),
                NUMBERS,
                "write a number without quotes",
                () -> JsonNodes.object()
                        .put("type", "number")
                        .put("minimum", least)
                        .put("maximum", most),
                text -> within(text, least, most, false));
    }

    /** One of a few words, each with its meaning. */
    static <T> Plain<T> word(List<String> allowed, Function<String, T> meaning) {
        return new Plain<>(
                String.join(
                        " or ", allowed.stream().map(each -> "`" + each + "`").toList()),
                STRINGS,
                null,
                () -> words(allowed),
                text -> {
                    if (!allowed.contains(text)) {
                        throw bad("not-allowed", "'" + text + "' is not allowed here", Suggestion.hint(text, allowed));
                    }
                    return meaning.apply(text);
                });
    }

    private static Plain<String> pattern(String words, String code, String pattern, String hint) {
        Predicate<String> fits = Pattern.compile(pattern).asMatchPredicate();
        return new Plain<>(
                words,
                EnumSet.of(Kind.STRING, Kind.INTEGER),
                "put it in quotes",
                () -> json("string").put("pattern", pattern),
                text -> {
                    if (!fits.test(text)) {
                        throw bad(code, "'" + text + "' is no " + words, hint);
                    }
                    return text;
                });
    }

    private static double within(String text, double least, double most, boolean whole) {
        double value = number(text);
        if (whole && value != Math.rint(value)) {
            throw bad("not-whole", "'" + text + "' is no whole number", null);
        }
        if (!(value >= least && value <= most)) {
            String range = most == Integer.MAX_VALUE
                    ? "at least " + brief(least)
                    : "from " + brief(least) + " to " + brief(most);
            throw bad("out-of-range", text + " is out of range", "it must be " + range);
        }
        return value;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw Problem.of(Problem.Kind.INVALID, "bad-number", "'" + text + "' is no decimal number", null, e);
        }
    }

    private static String notEmpty(String text) {
        if (text.isBlank()) {
            throw bad("empty-text", "this is empty", null);
        }
        return text;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            String hint = Suggestion.nearest(text, ZoneId.getAvailableZoneIds())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("write it like Europe/Berlin or UTC");
            throw Problem.of(Problem.Kind.INVALID, "bad-time-zone", "'" + text + "' is no time zone", hint, e);
        }
    }

    private static ObjectNode json(String type) {
        return JsonNodes.object().put("type", type);
    }

    private static ObjectNode bounded(String type, int least, int most) {
        ObjectNode schema = json(type).put("minimum", least);
        return most == Integer.MAX_VALUE ? schema : schema.put("maximum", most);
    }

    private static ObjectNode words(List<String> allowed) {
        ObjectNode schema = JsonNodes.object();
        allowed.forEach(schema.putArray("enum")::add);
        return schema;
    }

    private static String brief(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    static Problem bad(String code, String message, @Nullable String hint) {
        return Problem.of(Problem.Kind.INVALID, code, message, hint);
    }

    /** Whether the text is a host name in lower case. */
    static boolean isHost(String text) {
        return text.matches(HOST_PATTERN);
    }
}
