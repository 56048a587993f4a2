package dev.slipway.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A command that lists the newest of some things of a project, or shows one of them. */
abstract class Listing extends ServerCommand {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Show this one.")
    Optional<String> id = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many (default ${DEFAULT-VALUE}).")
    int limit;

    Listing(Surroundings here) {
        super(here);
    }

    /** The things' word in the API's paths. */
    abstract String things();

    /** What an empty list means, and what to do about it. */
    abstract String none();

    abstract void all(JsonNode things);

    abstract void one(JsonNode thing);

    /** More of the list's query, beginning with an ampersand. */
    String filter() {
        return "";
    }

    @Override
    public Integer call() {
        if (id.isPresent()) {
            JsonNode one = api().get(Api.path(things(), id.get()));
            show(one, () -> one(one));
        } else {
            JsonNode all = api().get(Api.path("projects", project(), things()) + "?limit=" + limit + filter());
            show(all, () -> listed(all));
        }
        return OK;
    }

    private void listed(JsonNode things) {
        if (things.isEmpty()) {
            say(none());
        } else {
            all(things);
        }
    }
}
