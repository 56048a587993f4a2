package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "judge",
        description = {
            "Judge a rollout again from what was stored of it, look by look.",
            "Nothing is measured anew, so every verdict must be as it was; else it exits with 1."
        },
        footer = {
            "",
            "Examples:",
            "  slipway judge --replay rollout-01jc3k9q5x7v2m8d4h6a",
            "  slipway judge --replay rollout-01jc3k9q5x7v2m8d4h6a --limit 500 --json"
        })
final class JudgeCommand extends ServerCommand {

    @Option(names = "--replay", required = true, paramLabel = "ROLLOUT", description = "Its id.")
    String rollout = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "How many of the newest looks are shown (default ${DEFAULT-VALUE}, at most 500); all are judged.")
    int limit;

    JudgeCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode replay = api().get(Api.path("rollouts", rollout, "replay") + "?limit=" + limit);
        show(replay, () -> tell(replay));
        return replay.path("same").asBoolean() ? OK : NOT_SUCCEEDED;
    }

    private void tell(JsonNode replay) {
        int looks = replay.path("looks").asInt();
        say(here.style().bold(text(replay, "release") + " in " + text(replay, "environment")) + ", " + looks
                + (looks == 1 ? " look" : " looks"));
        if (looks == 0) {
            say("The judge has not looked at it, so there is nothing to judge again.");
            return;
        }
        Table table = new Table("LOOK", "AT", "WEIGHT", "NEW", "OLD", "THEN", "NOW", "WHY");
        replay.path("shown")
                .forEach(look -> table.row(
                        text(look, "number"),
                        text(look, "at"),
                        look.path("weight").asInt() + " %",
                        counts(look.path("canary")),
                        counts(look.path("baseline")),
                        text(look, "recorded"),
                        text(look, "verdict"),
                        text(look, "summary")));
        table.print(here);
        JsonNode end = replay.path("replayed");
        end.path("evidence")
                .forEach(each -> say("  " + here.style().state(text(each, "verdict")) + "  " + text(each, "sentence")));
        say(
                replay.path("same").asBoolean()
                        ? "Judged again: " + here.style().state(text(end, "verdict")) + ", as it was."
                        : "Judged again: " + here.style().state(text(end, "verdict")) + ", but it was "
                                + text(replay.path("recorded"), "verdict") + "; "
                                + replay.path("differing").asInt()
                                + " of " + looks + " verdicts differ.");
    }

    private static String counts(JsonNode arm) {
        return arm.path("errors").asLong() + " of " + arm.path("requests").asLong() + " failed";
    }
}
