package dev.slipway.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "releases",
        description = "List the releases of a project, or show one.",
        footer = {"", "Examples:", "  slipway releases", "  slipway releases shop-7 --json"})
final class ReleasesCommand extends ServerCommand {

    @Parameters(paramLabel = "RELEASE", arity = "0..1", description = "Show this one.")
    Optional<String> release = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many (default " + "${DEFAULT-VALUE}).")
    int limit;

    ReleasesCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        if (release.isPresent()) {
            JsonNode one = api().get(Api.path("releases", release.get()));
            show(one, () -> one(one));
        } else {
            JsonNode all = api().get(Api.path("projects", project(), "releases") + "?limit=" + limit);
            show(all, () -> all(all));
        }
        return OK;
    }

    private void all(JsonNode releases) {
        Table table = new Table("RELEASE", "COMMIT", "REF", "AUTHOR", "AGE", "TITLE");
        releases.forEach(each -> table.row(
                text(each, "id"),
                commit(each),
                branch(each),
                text(each, "author"),
                Ago.since(each.path("createdAt"), here.clock()),
                text(each, "title")));
        table.print(here);
    }

    private void one(JsonNode one) {
        say(here.style().bold(text(one, "id")) + "  " + text(one, "title"));
        say("commit     " + text(one, "commit") + " (" + branch(one) + ") by " + text(one, "author"));
        say("digest     " + digest(one.path("digest")));
        say("config     " + digest(one.path("config")));
        one.path("artifacts")
                .properties()
                .forEach(artifact -> say("artifact   " + artifact.getKey() + " " + digest(artifact.getValue())));
    }

    private static String digest(JsonNode digest) {
        return "sha256:" + text(digest, "hex");
    }
}
