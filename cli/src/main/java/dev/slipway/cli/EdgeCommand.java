package dev.slipway.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "edge",
        description = "Show the edge's process, and let the installed version take its place.",
        footer = {"", "Examples:", "  slipway edge", "  slipway edge upgrade"})
final class EdgeCommand extends ServerCommand {

    EdgeCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode edge = api().get("/api/v1/edge");
        show(edge, () -> say("Process " + text(edge, "pid") + " listens on " + text(edge, "listen") + "."));
        return OK;
    }

    @Command(
            name = "upgrade",
            description = "Let an edge of the installed version take over the sockets of the one that runs.",
            footer = {
                "",
                "Example:",
                "  slipway edge upgrade",
                "",
                "No connection is dropped: the old edge ends once its connections have, after ten minutes at most.",
                "Restart the server with the new version first: the edge is the one that lies beside it."
            })
    static final class Upgrade extends ServerCommand {

        Upgrade(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode done = api().post("/api/v1/edge/upgrade", java.util.Map.of());
            show(
                    done,
                    () -> say("Process " + text(done.path("now"), "pid") + " has taken over "
                            + text(done.path("now"), "listen") + " from " + text(done.path("before"), "pid")
                            + ", which ends with its connections."));
            return OK;
        }
    }
}
