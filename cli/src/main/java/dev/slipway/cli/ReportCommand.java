package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "report",
        description = "Report runs as commit statuses of GitHub, GitLab, Gitea or Forgejo.",
        footer = {
            "",
            "The forge's token is asked for, or read from standard input.",
            "",
            "Examples:",
            "  slipway projects report shop",
            "  slipway projects report shop --forge gitea --repository https://git.example.org/acme/shop < token",
            "  slipway projects report shop --off"
        })
final class ReportCommand extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "The project.")
    String name = "";

    @Option(
            names = "--forge",
            paramLabel = "KIND",
            description = "github, gitlab, gitea or forgejo, where the host does not say it.")
    Optional<String> forge = Optional.empty();

    @Option(names = "--api-url", paramLabel = "URL", description = "Its API, where it is not at the usual place.")
    Optional<String> apiUrl = Optional.empty();

    @Option(names = "--repository", paramLabel = "URL", description = "The repository, if not the project's remote.")
    Optional<String> repository = Optional.empty();

    @Option(names = "--off", description = "Report no more; the token is erased.")
    boolean off;

    ReportCommand(Surroundings here) {
        super(here);
    }

    private static String path(String project) {
        return Api.path("projects", project, "status-report");
    }

    @Override
    public Integer call() {
        if (off) {
            show(api().delete(path(name)), () -> say(name + " reports its runs no more."));
            return OK;
        }
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("token", new SecretEntry(here).ask("Token of the forge"));
        forge.ifPresent(kind -> wish.put("forge", kind));
        apiUrl.ifPresent(url -> wish.put("apiUrl", url));
        repository.ifPresent(url -> wish.put("repository", url));
        JsonNode report = api().put(path(name), wish);
        show(
                report,
                () -> say("Runs of " + name + " are reported to " + text(report, "repository") + " by "
                        + text(report, "apiUrl") + "; 'slipway projects statuses " + name + "' says how it goes."));
        return OK;
    }

    @Command(
            name = "statuses",
            description = "List the commit statuses that were reported, and what the forge answered.",
            footer = {"", "Example:", "  slipway projects statuses shop"})
    static final class Statuses extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "The project.")
        String name = "";

        Statuses(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode report = api().get(path(name) + "?limit=20");
            show(report, () -> {
                say(text(report, "repository") + " by " + text(report, "apiUrl"));
                Table table = new Table("COMMIT", "STATUS", "STATE", "DELIVERY", "AGE", "ANSWER");
                report.path("statuses")
                        .forEach(status -> table.row(
                                text(status, "commit").substring(0, 8),
                                text(status, "context"),
                                text(status, "state"),
                                text(status, "delivery"),
                                Ago.since(status.path("at"), here.clock()),
                                text(status, "answer")));
                table.print(here);
            });
            return OK;
        }
    }
}
