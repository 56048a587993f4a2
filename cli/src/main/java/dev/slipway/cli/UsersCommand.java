package dev.slipway.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "users",
        description = "List, add and remove accounts, and give them roles.",
        footer = {
            "",
            "Examples:",
            "  slipway users",
            "  slipway users add grace --role reviewer",
            "  slipway users role grace maintainer",
            "",
            "Roles: admin > maintainer (deploy, push, secrets) > reviewer (approve) > viewer."
        })
final class UsersCommand extends ServerCommand {

    UsersCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode users = api().get(Api.path("users"));
        show(users, () -> {
            Table table = new Table("NAME", "ROLE", "STATE", "SINCE");
            users.forEach(user -> table.row(
                    text(user, "name"),
                    text(user, "role"),
                    user.path("disabled").asBoolean() ? "closed" : "open",
                    Ago.since(user.path("createdAt"), here.clock())));
            table.print(here);
        });
        return OK;
    }

    @Command(
            name = "list",
            description = "List accounts.",
            footer = {"", "Example:", "  slipway users list --json"})
    static final class ListThem extends ServerCommand {

        ListThem(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            return as(new UsersCommand(here)).call();
        }
    }

    @Command(
            name = "add",
            description = "Make an account; its password is asked for, or read from standard input.",
            footer = {"", "Example:", "  slipway users add grace --role reviewer"})
    static final class Add extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits, dots and dashes.")
        String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                defaultValue = "viewer",
                description = "viewer, reviewer, maintainer or admin (default ${DEFAULT-VALUE}).")
        String role = "viewer";

        @Option(names = "--password-stdin", description = "Read the password from standard input.")
        boolean passwordStdin;

        Add(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            String password = new SecretEntry(here).choose("Password of " + name, passwordStdin);
            JsonNode user = api().post(Api.path("users"), Map.of("name", name, "password", password, "role", role));
            show(user, () -> say(text(user, "name") + " is " + text(user, "role") + " now."));
            return OK;
        }
    }

    @Command(
            name = "remove",
            description = "Close an account: its password, tokens and sessions open nothing any more.",
            footer = {
                "",
                "Example:",
                "  slipway users remove grace",
                "",
                "The name stays taken, for the audit log tells of it; 'slipway users restore' opens it again."
            })
    static final class Remove extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "Whose account.")
        String name = "";

        Remove(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode user = api().delete(Api.path("users", name));
            show(user, () -> say("The account " + name + " is closed."));
            return OK;
        }
    }

    @Command(
            name = "restore",
            description = "Open an account again that was removed.",
            footer = {"", "Example:", "  slipway users restore grace"})
    static final class Restore extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "Whose account.")
        String name = "";

        Restore(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode user = api().post(Api.path("users", name, "restore"), Map.of());
            show(user, () -> say("The account " + name + " is open again, as " + text(user, "role") + "."));
            return OK;
        }
    }

    @Command(
            name = "role",
            description = "Give an account another role.",
            footer = {"", "Example:", "  slipway users role grace maintainer"})
    static final class GiveRole extends ServerCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = "Whose account.")
        String name = "";

        @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, reviewer, maintainer or admin.")
        String role = "";

        GiveRole(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode user = api().put(Api.path("users", name, "role"), Map.of("role", role));
            show(user, () -> say(name + " is " + text(user, "role") + " now."));
            return OK;
        }
    }

    @Command(
            name = "password",
            description = "Set a new password for somebody who has lost theirs.",
            footer = {"", "Example:", "  slipway users password grace"})
    static final class SetPassword extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "Whose account.")
        String name = "";

        @Option(names = "--password-stdin", description = "Read the password from standard input.")
        boolean passwordStdin;

        SetPassword(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            String password = new SecretEntry(here).choose("New password of " + name, passwordStdin);
            JsonNode user = api().put(Api.path("users", name, "password"), Map.of("password", password));
            show(user, () -> say(name + " has a new password and is signed out of every browser."));
            return OK;
        }
    }
}
