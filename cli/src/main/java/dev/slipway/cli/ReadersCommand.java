package dev.slipway.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "readers",
        description = "Say which other projects' jobs may read a project: its code, actions, workflows and artifacts.",
        footer = {
            "",
            "Only an administrator changes it, and it takes effect at once. A grant never lets anybody write, see",
            "secrets, or reach further projects, and runs of forks are never let in.",
            "",
            "Examples:",
            "  slipway projects readers shop-lib",
            "  slipway projects readers shop-lib --allow shop",
            "  slipway projects readers shop-lib --revoke shop"
        })
final class ReadersCommand extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "The project that is read.")
    String name = "";

    @ArgGroup
    Change change = new Change();

    /** Of who reads it; one at a time. */
    static final class Change {

        @Option(names = "--allow", paramLabel = "PROJECT", description = "Let the jobs of this project read it.")
        Optional<String> allow = Optional.empty();

        @Option(names = "--revoke", paramLabel = "PROJECT", description = "Let them read it no more.")
        Optional<String> revoke = Optional.empty();
    }

    ReadersCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        Optional<String> allowed = change.allow;
        Optional<String> revoked = change.revoke;
        if (allowed.isPresent()) {
            JsonNode both = api().put(path(allowed.get()), Map.of());
            show(both, () -> say("Jobs of " + allowed.get() + " may read " + name + "."));
        } else if (revoked.isPresent()) {
            JsonNode answer = api().delete(path(revoked.get()));
            show(answer, () -> say("Jobs of " + revoked.get() + " may read " + name + " no more."));
        } else {
            list(api().get(Api.path("projects", name, "readers")));
        }
        return OK;
    }

    private String path(String reader) {
        return Api.path("projects", name, "readers", reader);
    }

    private void list(JsonNode both) {
        show(both, () -> {
            if (both.path("readers").isEmpty()) {
                say("Only its own jobs read " + name + ". '--allow PROJECT' lets those of another one.");
            } else {
                Table table = new Table("PROJECT", "ALLOWED", "BY");
                both.path("readers")
                        .forEach(row -> table.row(
                                text(row, "project"),
                                Ago.since(row.path("since"), here.clock()),
                                text(row, "grantedBy")));
                table.print(here);
            }
            both.path("reads").forEach(row -> say("Jobs of " + name + " may read " + text(row, "project") + "."));
        });
    }
}
