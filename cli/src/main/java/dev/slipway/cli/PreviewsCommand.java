package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "previews",
        description = "List the previews of a project's branches, and take one away.",
        footer = {
            "",
            "Examples:",
            "  slipway previews",
            "  slipway previews remove preview-login",
            "",
            "The section 'preview' of slipway.yml says which branches have one, for how long, and how many."
        })
final class PreviewsCommand extends ServerCommand {

    PreviewsCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode previews = api().get(Api.path("projects", project(), "previews"));
        show(previews, () -> {
            Table table =
                    new Table("PREVIEW", "SHOWS", "COMMIT", "RELEASE", "HEALTH", "STATE", "PUSHED", "ENDS IN", "HOSTS");
            previews.forEach(preview -> table.row(
                    text(preview, "name"),
                    text(preview, "shows"),
                    commit(preview),
                    text(preview, "release"),
                    text(preview, "health"),
                    text(preview, "state"),
                    Ago.since(preview.path("touchedAt"), here.clock()),
                    Ago.until(preview.path("endsAt"), here.clock()),
                    words(preview.path("hosts"))));
            table.print(here);
        });
        return OK;
    }

    @Command(
            name = "remove",
            description = "Take a preview away; a new commit of its branch brings it back.",
            footer = {"", "Example:", "  slipway previews remove preview-login"})
    static final class Remove extends ServerCommand {

        @Parameters(paramLabel = "PREVIEW", description = "Its name, as the list shows it.")
        String name = "";

        Remove(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode answer = api().delete(Api.path("projects", project(), "previews", name));
            show(answer, () -> say(name + " is being taken away."));
            return OK;
        }
    }
}
