package dev.slipway.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** A command that talks to the server. */
abstract class ServerCommand implements Callable<Integer> {

    static final int OK = 0;

    /** The thing asked for did not succeed, although nothing was wrong with asking. */
    static final int NOT_SUCCEEDED = 1;

    @Mixin
    final Scope scope = new Scope();

    final Surroundings here;

    ServerCommand(Surroundings here) {
        this.here = here;
    }

    final Api api() {
        return scope.api(here);
    }

    final String project() {
        return scope.project(here);
    }

    /** Prints what the server said, or what a person wants to know of it. */
    final void show(JsonNode answer, Runnable forPeople) {
        if (scope.json) {
            here.out().println(answer);
        } else {
            forPeople.run();
        }
    }

    final void say(String text) {
        here.out().println(text);
    }

    /** A text of a field; a dash when it is absent. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? "-" : value.asString();
    }

    /** The short form of a commit. */
    static String commit(JsonNode object) {
        String commit = text(object, "commit");
        return commit.length() > 8 ? commit.substring(0, 8) : commit;
    }

    /** Texts of a list, with commas. */
    static String words(JsonNode list) {
        return String.join(", ", list.valueStream().map(JsonNode::asString).toList());
    }

    /** A finding as the compiler's users know it: file, line, column, and what to do. */
    static String finding(JsonNode finding) {
        JsonNode at = finding.path("position");
        String hint = finding.path("hint").isString() ? " (" + text(finding, "hint") + ")" : "";
        return text(at, "file") + ":" + text(at, "line") + ":" + text(at, "column") + ": "
                + text(finding, "severity").toLowerCase(Locale.ROOT) + ": " + text(finding, "message") + hint;
    }

    /** A titled list, or that there is none. */
    final void list(String title, JsonNode items, Function<JsonNode, String> words) {
        say(here.style().bold(title) + (items.isEmpty() ? ": none" : ""));
        items.forEach(item -> say("  " + words.apply(item)));
    }

    /** Lets another command do the same for the same server and project. */
    final <T extends ServerCommand> T as(T other) {
        other.scope.json = scope.json;
        other.scope.server = scope.server;
        other.scope.project = scope.project;
        return other;
    }

    static String branch(JsonNode object) {
        return text(object, "ref").replaceFirst("^refs/(heads|tags)/", "");
    }
}
