package dev.slipway.promql.format;

import dev.slipway.promql.series.LabelText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Go's {@code fmt.Sprintf} for text, integers, floats, booleans, maps and lists. */
public final class Printf {

    private static final Pattern VERB = Pattern.compile("%([-+# 0]*)(\\d+)?(?:\\.(\\d*))?(.)", Pattern.DOTALL);

    /** Wider or more precise than this is a mistake. */
    private static final int WIDEST = 1000;

    private Printf() {}

    /** @param arguments String, Long, Double, Boolean, Map, Collection or null */
    public static String format(String format, List<? extends @Nullable Object> arguments) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = VERB.matcher(format);
        int argument = 0;
        int done = 0;
        while (matcher.find()) {
            out.append(format, done, matcher.start());
            done = matcher.end();
            char verb = matcher.group(4).charAt(0);
            if (verb == '%') {
                out.append('%');
            } else if (argument >= arguments.size()) {
                out.append("%!").append(verb).append("(MISSING)");
            } else {
                out.append(new Spec(matcher, verb).format(arguments.get(argument++)));
            }
        }
        String rest = format.substring(done);
        out.append(rest.endsWith("%") ? rest.substring(0, rest.length() - 1) + "%!(NOVERB)" : rest);
        if (argument < arguments.size()) {
            List<String> extra = new ArrayList<>();
            arguments
                    .subList(argument, arguments.size())
                    .forEach(value -> extra.add(typeOf(value) + "=" + print(value)));
            out.append("%!(EXTRA ").append(String.join(", ", extra)).append(')');
        }
        return out.toString();
    }

    /** As {@code %v} writes it. */
    public static String print(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case Double number -> FloatText.general(number);
            case Map<?, ?> map -> printMap(map);
            case Collection<?> collection ->
                "[" + String.join(" ", collection.stream().map(Printf::print).toList()) + "]";
            default -> value.toString();
        };
    }

    private static String printMap(Map<?, ?> map) {
        TreeMap<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(print(key), print(value)));
        List<String> entries = new ArrayList<>();
        sorted.forEach((key, value) -> entries.add(key + ":" + value));
        return "map[" + String.join(" ", entries) + "]";
    }

    /** The name of the Go type, for messages. */
    public static String typeOf(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case String _ -> "string";
            case Long _ -> "int";
            case Double _ -> "float64";
            case Boolean _ -> "bool";
            case Map<?, ?> _ -> "map[string]string";
            case Collection<?> _ -> "[]interface {}";
            default -> value.getClass().getSimpleName();
        };
    }

    /** One verb with its flags. */
    private record Spec(String flags, int width, int precision, char verb) {

        Spec(Matcher matcher, char verb) {
            this(matcher.group(1), number(matcher.group(2), 0), precision(matcher.group(3)), verb);
        }

        private static int precision(@Nullable String digits) {
            return digits == null ? -1 : number(digits, 0);
        }

        private static int number(@Nullable String digits, int otherwise) {
            if (digits == null || digits.isEmpty()) {
                return otherwise;
            }
            return digits.length() > 4 ? WIDEST : Math.min(WIDEST, Integer.parseInt(digits));
        }

        String format(@Nullable Object value) {
            String text = text(value);
            boolean number = value instanceof Long || value instanceof Double;
            return padded(
                    number && flags.contains("+") && !text.startsWith("-") && !text.startsWith("+")
                            ? "+" + text
                            : number && flags.contains(" ") && !text.startsWith("-") ? " " + text : text,
                    number);
        }

        private String text(@Nullable Object value) {
            return switch (verb) {
                case 'v' ->
                    value instanceof Double number && precision >= 0
                            ? FloatText.general(number, precision)
                            : print(value);
                case 'T' -> typeOf(value);
                case 's' -> value instanceof String text ? cut(text) : isNumber(value) ? bad(value) : print(value);
                case 'q' -> value instanceof String text ? LabelText.quote(cut(text)) : bad(value);
                case 't' -> value instanceof Boolean ? print(value) : bad(value);
                case 'd' -> value instanceof Long ? print(value) : bad(value);
                case 'x', 'X', 'o', 'b', 'c' -> integer(value);
                case 'f', 'F', 'e', 'E', 'g', 'G' -> value instanceof Double number ? number(number) : bad(value);
                default -> bad(value);
            };
        }

        private static boolean isNumber(@Nullable Object value) {
            return value instanceof Long || value instanceof Double || value instanceof Boolean || value == null;
        }

        private String cut(String text) {
            boolean longer = precision >= 0 && text.codePointCount(0, text.length()) > precision;
            return longer ? text.substring(0, text.offsetByCodePoints(0, precision)) : text;
        }

        private String integer(@Nullable Object value) {
            if (value instanceof String text && (verb == 'x' || verb == 'X')) {
                StringBuilder hex = new StringBuilder();
                for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                    hex.append(String.format(Locale.ROOT, verb == 'x' ? "%02x" : "%02X", b));
                }
                return hex.toString();
            }
            if (!(value instanceof Long number)) {
                return bad(value);
            }
            return switch (verb) {
                case 'x' -> Long.toString(number, 16);
                case 'X' -> Long.toString(number, 16).toUpperCase(Locale.ROOT);
                case 'o' -> Long.toString(number, 8);
                case 'b' -> Long.toString(number, 2);
                default -> Character.toString(Math.clamp(number, 0, Character.MAX_CODE_POINT));
            };
        }

        private String number(double value) {
            int digits = precision < 0 ? 6 : precision;
            return switch (verb) {
                case 'f', 'F' -> FloatText.fixed(value, digits);
                case 'e' -> FloatText.exponent(value, digits);
                case 'E' -> FloatText.exponent(value, digits).toUpperCase(Locale.ROOT);
                default -> {
                    String text = precision < 0 ? FloatText.general(value) : FloatText.general(value, precision);
                    yield verb == 'G' ? text.toUpperCase(Locale.ROOT) : text;
                }
            };
        }

        private String bad(@Nullable Object value) {
            return value == null
                    ? "%!" + verb + "(<nil>)"
                    : "%!" + verb + "(" + typeOf(value) + "=" + print(value) + ")";
        }

        private String padded(String text, boolean number) {
            int missing = width - text.codePointCount(0, text.length());
            if (missing <= 0) {
                return text;
            } else if (flags.contains("-")) {
                return text + " ".repeat(missing);
            } else if (flags.contains("0") && number && !text.contains("Inf") && !text.contains("NaN")) {
                boolean signed = text.startsWith("-") || text.startsWith("+");
                return (signed ? text.substring(0, 1) : "") + "0".repeat(missing) + text.substring(signed ? 1 : 0);
            }
            return " ".repeat(missing) + text;
        }
    }
}
