package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "query",
        description = "Ask the metrics a question in PromQL.",
        footer = {
            "",
            "Examples:",
            "  slipway query 'sum by (release) (rate(slipway_edge_requests_total[5m]))'",
            "  slipway query up --range 1h --step 5m",
            "  slipway query up --json"
        })
final class QueryCommand extends ServerCommand {

    private static final String API = "/prometheus/api/v1/";
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})([smhdw])");

    /** Points of a range where nobody said how many. */
    private static final long POINTS = 30;

    @Parameters(paramLabel = "EXPR", description = "The expression.")
    String expression = "";

    @Option(names = "--range", paramLabel = "LENGTH", description = "Its values over this time until now: 30m, 6h, 7d.")
    Optional<String> range = Optional.empty();

    @Option(
            names = "--step",
            paramLabel = "LENGTH",
            description = "Time between two values; else a thirtieth of the range.")
    Optional<String> step = Optional.empty();

    @Option(
            names = "--of",
            paramLabel = "PROJECT",
            description = "Its series only, from its own server when it has one.")
    Optional<String> of = Optional.empty();

    QueryCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode answer = api().get(range.map(this::overTime).orElseGet(this::now));
        answer.path("warnings")
                .forEach(each -> here.err().println(here.style().waiting("warning: ") + each.asString()));
        JsonNode data = answer.path("data");
        show(data, () -> print(data));
        return OK;
    }

    private String now() {
        return API + "query?query=" + encoded(expression) + narrowed();
    }

    private String overTime(String length) {
        long seconds = seconds(length);
        long each = step.map(QueryCommand::seconds).orElse(Math.max(1, seconds / POINTS));
        long end = here.clock().instant().getEpochSecond();
        return API + "query_range?query=" + encoded(expression) + "&start=" + (end - seconds) + "&end=" + end + "&step="
                + each + narrowed();
    }

    private String narrowed() {
        return of.map(project -> "&project=" + encoded(project)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static long seconds(String length) {
        Matcher matcher = LENGTH.matcher(length);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-length",
                    "'" + length + "' is no length of time",
                    "write 30s, 5m, 6h or 7d");
        }
        ChronoUnit unit = switch (matcher.group(2)) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> ChronoUnit.WEEKS;
        };
        return Long.parseLong(matcher.group(1)) * unit.getDuration().toSeconds();
    }

    private void print(JsonNode data) {
        JsonNode result = data.path("result");
        switch (text(data, "resultType")) {
            case "vector" -> vector(result);
            case "matrix" -> result.forEach(this::series);
            default -> say(value(result));
        }
        if (result.isEmpty()) {
            say("No series.");
        }
    }

    private void vector(JsonNode samples) {
        List<List<String>> rows = samples.valueStream()
                .map(each -> List.of(labels(each.path("metric")), value(each.path("value"))))
                .toList();
        int width = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        rows.forEach(
                row -> say(row.getFirst() + " ".repeat(width - row.getFirst().length() + 2) + row.getLast()));
    }

    private void series(JsonNode series) {
        say(here.style().bold(labels(series.path("metric"))));
        series.path("values")
                .forEach(point -> say("  " + Instant.ofEpochSecond(point.path(0).asLong()) + "  " + value(point)));
    }

    private static String value(JsonNode point) {
        return point.path(1).asString();
    }

    private static String labels(JsonNode metric) {
        String name = metric.path("__name__").asString("");
        String labels = metric.propertyStream()
                .filter(label -> !label.getKey().equals("__name__"))
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
        return name.isEmpty() || !labels.equals("{}") ? name + labels : name;
    }
}
