package dev.slipway.cli;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** What an instance writes, printed line by line. */
final class InstanceLog {

    private final Api api;
    private final Surroundings here;
    private final String instance;
    private final String path;
    private final boolean json;
    private String query = "";
    private boolean begun;

    /** As {@code --json} has it. */
    private record Line(String instance, String text) {}

    InstanceLog(Api api, Surroundings here, String project, String instance, boolean json) {
        this.api = api;
        this.here = here;
        this.instance = instance;
        this.path = Api.path("projects", project, "instances", instance, "output");
        this.json = json;
    }

    /** Prints what is there. */
    void print(OptionalInt lines) {
        JsonNode output = api.get(path + asked(lines));
        if (json) {
            here.out().println(output);
        } else {
            output.path("lines").forEach(line -> here.out().println(line.asString()));
        }
    }

    /** Prints lines as they come until the instance has ended; one that ended while the server was away has, too. */
    void follow(OptionalInt lines) {
        Patience patience =
                new Patience(here, "no answer from the server; the instance goes on, waiting for the server");
        query = asked(lines);
        boolean done = false;
        while (!done) {
            try {
                done = api.events(path + "/stream" + query, event -> {
                    patience.answered();
                    return take(event);
                });
            } catch (Problem problem) {
                if (!begun) {
                    throw problem;
                }
                if (problem.kind() == Problem.Kind.NOT_FOUND) {
                    return;
                }
                patience.bear(problem);
            }
        }
    }

    private static String asked(OptionalInt lines) {
        return lines.isPresent() ? "?lines=" + lines.getAsInt() : "";
    }

    /** @return whether more is wanted */
    private boolean take(ServerEvent event) {
        begun = true;
        if (event.name().equals("lines")) {
            JsonNode page = Json.mapper().readTree(event.data());
            page.path("lines").forEach(line -> line(line.asString()));
            Optional<String> next = page.path("next").asStringOpt();
            next.ifPresent(place -> query = "?from=" + URLEncoder.encode(place, StandardCharsets.UTF_8));
        }
        return !event.name().equals("done");
    }

    private void line(String text) {
        here.out().println(json ? Json.write(new Line(instance, text)) : text);
    }
}
