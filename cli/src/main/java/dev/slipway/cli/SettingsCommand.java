package dev.slipway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Secrets and variables of a project: the two differ in who may see the values. */
@Command
final class SettingsCommand extends ServerCommand {

    /** Which of the two, and how it is called. */
    enum Kind {
        SECRETS("secret", "List, set and remove secrets. Values go in and never come out."),
        VARIABLES("variable", "List, set and remove variables of workflows.");

        private final String word;
        private final String description;

        Kind(String word, String description) {
            this.word = word;
            this.description = description;
        }

        String things() {
            return word + "s";
        }
    }

    private final Kind kind;

    SettingsCommand(Surroundings here, Kind kind) {
        super(here);
        this.kind = kind;
    }

    static CommandLine commandLine(Surroundings here, Kind kind) {
        String name = kind.things();
        CommandLine line =
                described(new SettingsCommand(here, kind), name, kind.description, "", "set DB_URL --env staging");
        line.addSubcommand("list", described(new ListThem(here, kind), "list", "List them.", name, "list --json"));
        line.addSubcommand(
                "set",
                described(
                        new Put(here, kind),
                        "set",
                        "Set a " + kind.word + "; the value is asked for, or read from standard input.",
                        name,
                        "set DB_URL --env staging < value"));
        line.addSubcommand(
                "remove",
                described(
                        new Remove(here, kind),
                        "remove",
                        "Remove a " + kind.word + (kind == Kind.SECRETS ? " with all that it ever was." : "."),
                        name,
                        "remove DB_URL --env staging"));
        return line;
    }

    private static CommandLine described(
            ServerCommand command, String name, String description, String parent, String example) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().name(name);
        line.getCommandSpec().usageMessage().description(description);
        String words = (parent.isEmpty() ? name : parent) + " " + example;
        line.getCommandSpec().usageMessage().footer("", "Example:", "  slipway " + words);
        return line;
    }

    @Override
    public Integer call() {
        JsonNode all = api().get(Api.path("projects", project(), kind.things()));
        show(all, () -> {
            if (all.isEmpty()) {
                say("No " + kind.word + " yet. 'slipway " + kind.things() + " set NAME' makes one.");
                return;
            }
            Table table = kind == Kind.SECRETS
                    ? new Table("NAME", "ENVIRONMENT", "VERSION", "SET", "BY")
                    : new Table("NAME", "ENVIRONMENT", "VERSION", "SET", "BY", "VALUE");
            all.forEach(each -> table.row(cells(each)));
            table.print(here);
        });
        return OK;
    }

    private String[] cells(JsonNode setting) {
        String[] common = {
            text(setting, "name"),
            setting.path("environment").isString() ? text(setting, "environment") : "all",
            text(setting, "version"),
            Ago.since(setting.path("updatedAt"), here.clock()),
            text(setting, "updatedBy")
        };
        if (kind == Kind.SECRETS) {
            return common;
        }
        String[] cells = java.util.Arrays.copyOf(common, common.length + 1);
        cells[common.length] = text(setting, "value");
        return cells;
    }

    /** The list, by its own name. */
    @Command
    static final class ListThem extends ServerCommand {

        private final Kind kind;

        ListThem(Surroundings here, Kind kind) {
            super(here);
            this.kind = kind;
        }

        @Override
        public Integer call() {
            return as(new SettingsCommand(here, kind)).call();
        }
    }

    /** Sets one. */
    @Command
    static final class Put extends ServerCommand {

        private final Kind kind;

        @Parameters(paramLabel = "NAME", description = "Letters, digits and '_'.")
        String name = "";

        @Option(
                names = {"-e", "--env"},
                paramLabel = "ENV",
                description = "Only for this environment; else for the whole project.")
        Optional<String> environment = Optional.empty();

        Put(Surroundings here, Kind kind) {
            super(here);
            this.kind = kind;
        }

        @Override
        public Integer call() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("value", new SecretEntry(here).ask("Value of " + name));
            environment.ifPresent(env -> body.put("environment", env));
            JsonNode set = api().put(Api.path("projects", project(), kind.things(), name), body);
            show(set, () -> {
                say("Set " + name + environment.map(env -> " for " + env).orElse("") + ", version "
                        + text(set, "version") + ".");
                if (set.path("note").isString()) {
                    here.err().println(here.style().waiting("note: ") + text(set, "note"));
                }
            });
            return OK;
        }
    }

    /** Removes one. */
    @Command
    static final class Remove extends ServerCommand {

        private final Kind kind;

        @Parameters(paramLabel = "NAME", description = "Its name.")
        String name = "";

        @Option(
                names = {"-e", "--env"},
                paramLabel = "ENV",
                description = "That of this environment; else that of the whole project.")
        Optional<String> environment = Optional.empty();

        Remove(Surroundings here, Kind kind) {
            super(here);
            this.kind = kind;
        }

        @Override
        public Integer call() {
            String query = environment
                    .map(env -> "?environment=" + URLEncoder.encode(env, StandardCharsets.UTF_8))
                    .orElse("");
            JsonNode gone = api().delete(Api.path("projects", project(), kind.things(), name) + query);
            show(
                    gone,
                    () -> say("Removed " + name
                            + environment.map(env -> " of " + env).orElse("") + "."));
            return OK;
        }
    }
}
