package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "dora",
        description = "Show how well delivery to an environment does, by DORA's five metrics.",
        footer = {"", "Examples:", "  slipway dora production", "  slipway dora production --days 30 --json"})
final class DoraCommand extends ServerCommand {

    @Parameters(paramLabel = "ENV", description = "The environment.")
    String environment = "";

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "90",
            description = "How far back (default ${DEFAULT-VALUE}, at most 366).")
    int days;

    DoraCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode board =
                api().get(Api.path("projects", project(), "environments", environment, "dora") + "?days=" + days);
        show(board, () -> tell(board));
        return OK;
    }

    private void tell(JsonNode board) {
        say(here.style().bold(text(board, "environment")) + ", "
                + counted(board.path("rollouts"), "rollout", "rollouts") + " ended since "
                + LocalDate.ofInstant(Instant.parse(text(board, "from")), ZoneOffset.UTC)
                + (board.path("whole").asBoolean() ? "" : " (only the newest are counted)"));
        Table table = new Table("METRIC", "OVERALL", "MEDIAN", "P90");
        row(table, "deployment frequency", perWeek(board), board.path("interval"), "every ");
        row(
                table,
                "change lead time",
                counted(board.path("leadTime").path("count"), "change", "changes"),
                board.path("leadTime"),
                "");
        table.row("change fail rate", percent(board.path("changeFailRate")), "-", "-");
        row(
                table,
                "recovery time",
                counted(board.path("recoveryTime").path("count"), "recovery", "recoveries"),
                board.path("recoveryTime"),
                "");
        table.row("rework rate", percent(board.path("reworkRate")), "-", "-");
        table.print(here);
    }

    private static String counted(JsonNode number, String one, String many) {
        return number.asInt() + " " + (number.asInt() == 1 ? one : many);
    }

    private static String perWeek(JsonNode board) {
        return String.format(
                Locale.ROOT, "%.1f a week", board.path("deploymentsPerWeek").asDouble());
    }

    private static void row(Table table, String metric, String overall, JsonNode spread, String before) {
        table.row(
                metric,
                overall,
                duration(spread.path("medianSeconds"), before),
                duration(spread.path("p90Seconds"), before));
    }

    private static String duration(JsonNode seconds, String before) {
        return seconds.isNumber() ? before + Ago.words(Duration.ofMillis((long) (seconds.asDouble() * 1000))) : "-";
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()) : "-";
    }
}
