package dev.slipway.promql.differential;

import java.util.List;
import java.util.Random;

/** Random expressions over the series of {@link Telemetry}, the same for the same seed. */
final class RandomQueries {

    private static final List<String> METRICS =
            List.of("requests_total", "heat", "rare", "build_info", "latency_bucket");
    private static final List<String> RANGES = List.of("37s", "1m", "3m", "5m", "12m");
    private static final List<String> COUNTER_FUNCTIONS = List.of("rate", "increase");
    private static final List<String> RANGE_FUNCTIONS = List.of(
            "irate",
            "delta",
            "idelta",
            "deriv",
            "changes",
            "resets",
            "avg_over_time",
            "min_over_time",
            "max_over_time",
            "sum_over_time",
            "count_over_time",
            "last_over_time",
            "present_over_time",
            "stddev_over_time",
            "stdvar_over_time",
            "absent_over_time");
    private static final List<String> MATHS = List.of(
            "abs",
            "ceil",
            "floor",
            "sqrt",
            "ln",
            "log2",
            "log10",
            "sgn",
            "sin",
            "cos",
            "atan",
            "tanh",
            "deg",
            "rad",
            "-",
            "+",
            "hour",
            "minute",
            "day_of_week");
    private static final List<String> GROUPINGS = List.of(
            "", "by (job) ", "by (instance, job) ", "without (instance) ", "without (code, le) ", "by (le) ", "by () ");
    private static final List<String> AGGREGATORS =
            List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^", "atan2");
    private static final List<String> COMPARISONS = List.of("==", "!=", ">", "<", ">=", "<=");

    private final Random random;

    /** A subquery within another may begin exactly where a sample of the inner one is, which counted before 3.0. */
    private boolean nested;

    RandomQueries(long seed) {
        random = new Random(seed);
    }

    String next() {
        return vector(3);
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private String vector(int depth) {
        if (depth == 0) {
            return selector() + modifier();
        }
        return switch (random.nextInt(14)) {
            case 0 -> any(RANGE_FUNCTIONS) + "(" + range(depth - 1) + ")";
            case 1 -> any(COUNTER_FUNCTIONS) + "(" + counter() + "[" + any(RANGES) + "]" + modifier() + ")";
            case 2, 3 -> any(AGGREGATORS) + " " + any(GROUPINGS) + "(" + vector(depth - 1) + ")";
            case 4 -> any(MATHS) + "(" + vector(depth - 1) + ")";
            case 5 -> "(" + vector(depth - 1) + " " + operator() + " " + scalar(depth - 1) + ")";
            case 6 -> "(" + scalar(depth - 1) + " " + operator() + " " + vector(depth - 1) + ")";
            case 7 -> joined(depth - 1);
            case 8 ->
                "(" + vector(depth - 1) + " " + any(List.of("and", "or", "unless"))
                        + any(List.of(" ", " on (job) ", " ignoring (instance) ")) + vector(depth - 1) + ")";
            case 9 -> ranked(depth - 1);
            case 10 -> labelled(depth - 1);
            case 11 -> quantile();
            case 12 -> shaped(depth - 1);
            default -> selector() + modifier();
        };
    }

    private String selector() {
        String matcher = switch (random.nextInt(5)) {
            case 0 -> "{job=\"api\"}";
            case 1 -> "{job=~\"a.*|d.+\"}";
            case 2 -> "{instance!=\"a\"}";
            default -> "";
        };
        return any(METRICS) + matcher;
    }

    private String counter() {
        return any(List.of("requests_total", "latency_bucket", "build_info"));
    }

    private String modifier() {
        return switch (random.nextInt(8)) {
            case 0 -> " offset " + any(RANGES);
            case 1 -> " offset -" + any(RANGES);
            case 2 -> " @ " + (Telemetry.START / 1000 + random.nextInt(3600)) + ".123";
            case 3 -> " @ " + any(List.of("start()", "end()"));
            default -> "";
        };
    }

    private String range(int depth) {
        if (nested || random.nextInt(4) > 0) {
            return selector() + "[" + any(RANGES) + "]" + modifier();
        }
        nested = true;
        String inner = vector(depth);
        nested = false;
        return "(" + inner + ")[" + any(RANGES) + ":" + any(List.of("", "15s", "50s")) + "]" + modifier();
    }

    private String operator() {
        return switch (random.nextInt(3)) {
            case 0 -> any(COMPARISONS);
            case 1 -> any(COMPARISONS) + " bool";
            default -> any(ARITHMETIC);
        };
    }

    private String joined(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> "(" + selector() + " " + operator() + " on (job) group_left (version) build_info)";
            case 1 ->
                "(" + vector(depth) + " " + operator() + " on (job) group_left () sum by (job) (" + vector(depth)
                        + "))";
            default -> "(sum by (job) (" + vector(depth) + ") " + operator() + " max by (job) (" + vector(depth) + "))";
        };
    }

    /** Of equal series either may be in front, so only series that differ are ranked. */
    private String ranked(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> "count_values(\"v\", changes(" + selector() + "[" + any(RANGES) + "]))";
            case 1 -> "topk(2, requests_total" + modifier() + ")";
            case 2 -> "bottomk(1, avg_over_time(requests_total{job=\"api\"}[" + any(RANGES) + "]))";
            default -> "quantile(0.3, " + vector(depth) + ")";
        };
    }

    private String labelled(int depth) {
        return random.nextBoolean()
                ? "label_replace(" + vector(depth) + ", \"to\", \"$1-x\", \"job\", \"(.).*\")"
                : "label_join(" + vector(depth) + ", \"to\", \"/\", \"job\", \"instance\")";
    }

    private String quantile() {
        return "histogram_quantile(" + any(List.of("0", "0.5", "0.99", "1")) + ", sum by (le"
                + any(List.of("", ", job")) + ") (rate(latency_bucket[" + any(RANGES) + "]" + modifier() + ")))";
    }

    private String shaped(int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> "clamp(" + vector(depth) + ", -10, " + scalar(depth) + ")";
            case 1 -> "clamp_min(" + vector(depth) + ", " + scalar(depth) + ")";
            case 2 -> "round(" + vector(depth) + ", 0.7)";
            case 3 -> random.nextBoolean() ? "absent(" + vector(depth) + ")" : age(depth);
            case 4 -> "predict_linear(" + range(depth) + ", 60)";
            case 5 -> "quantile_over_time(0.7, " + range(depth) + ")";
            default -> "vector(" + scalar(depth) + ")";
        };
    }

    /** Small numbers: sums of squares of times would differ by how they are rounded. */
    private String age(int depth) {
        return "(timestamp(" + vector(depth) + ") - " + Telemetry.START / 1000 + ")";
    }

    private String scalar(int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> any(List.of("0", "1", "2.5", "-3", "1e3", "Inf"));
            case 1 -> "time()";
            case 2 -> "pi()";
            case 3 -> "scalar(" + vector(depth - 1) + ")";
            default -> "(" + scalar(depth - 1) + " " + any(ARITHMETIC) + " " + scalar(depth - 1) + ")";
        };
    }
}
