package dev.slipway.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "releases",
        description = "List the releases of a project, or show one.",
        footer = {"", "Examples:", "  slipway releases", "  slipway releases shop-7 --json"})
final class ReleasesCommand extends Listing {

    ReleasesCommand(Surroundings here) {
        super(here);
    }

    @Override
    String things() {
        return "releases";
    }

    @Override
    String none() {
        return "No release yet. A push makes one when slipway.yml takes its branch and its runs have succeeded.";
    }

    @Override
    void all(JsonNode releases) {
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

    @Override
    void one(JsonNode one) {
        say(here.style().bold(text(one, "id")) + "  " + text(one, "title"));
        say("commit     " + text(one, "commit") + " (" + branch(one) + ") by " + text(one, "author"));
        say("digest     " + text(one, "digest"));
        say("config     " + text(one, "config"));
        one.path("artifacts")
                .properties()
                .forEach(artifact -> say("artifact   " + artifact.getKey() + " "
                        + artifact.getValue().asString()));
    }
}
