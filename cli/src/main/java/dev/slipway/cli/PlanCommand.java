package dev.slipway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "plan",
        description = "Show what a deploy would change. It changes nothing.",
        footer = {"", "Examples:", "  slipway plan production", "  slipway plan production --release shop-7 --json"})
final class PlanCommand extends ServerCommand {

    @Parameters(paramLabel = "ENV", description = "The environment.")
    String environment = "";

    @Option(
            names = {"-r", "--release"},
            paramLabel = "RELEASE",
            description = "The release; else the newest that may " + "go there.")
    Optional<String> release = Optional.empty();

    PlanCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        String query = release.map(id -> "?release=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                .orElse("");
        JsonNode plan = api().get(Api.path("projects", project(), "environments", environment, "plan") + query);
        show(plan, () -> print(plan));
        return OK;
    }

    private void print(JsonNode plan) {
        say(here.style().bold(text(plan, "release") + " to " + text(plan, "environment")) + ", "
                + text(plan, "strategy") + from(plan));
        heading("Commits", plan.path("commits"));
        plan.path("commits")
                .forEach(each ->
                        say("  " + commit(each) + "  " + text(each, "title") + " (" + text(each, "author") + ")"));
        heading("Configuration", plan.path("configDiff"));
        plan.path("configDiff")
                .forEach(each -> say("  " + text(each, "key") + ": " + text(each, "from") + " -> " + text(each, "to")));
        if (!plan.path("secrets").isEmpty()) {
            list("Secrets", plan.path("secrets"), PlanCommand::secret);
        }
        heading("Migrations", plan.path("migrations"));
        plan.path("migrations").forEach(each -> say("  " + (each.isString() ? each.asString() : each.toString())));
        heading("Gates", plan.path("gates"));
        plan.path("gates")
                .forEach(each -> say("  " + here.style().state(text(each, "state")) + "  " + text(each, "name")
                        + (each.path("reason").isString() ? ": " + text(each, "reason") : "")));
        if (plan.path("refusal").isString()) {
            say(here.style().waiting("a deploy would be refused: ") + text(plan, "refusal"));
        }
        plan.path("warnings").forEach(each -> say(here.style().waiting("warning: ") + each.asString()));
    }

    private static String secret(JsonNode change) {
        return text(change, "name") + ": version " + text(change, "from") + " -> " + text(change, "to");
    }

    private static String from(JsonNode plan) {
        if (!plan.path("from").isString()) {
            return ", the first release there";
        }
        return text(plan, "from").equals(text(plan, "release"))
                ? ", which serves there already"
                : ", instead of " + text(plan, "from");
    }

    private void heading(String title, JsonNode list) {
        say(here.style().bold(title) + (list.isEmpty() ? ": none" : ""));
    }
}
