package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "teams",
        description = "List teams of reviewers, make and remove them, and say who is in them.",
        footer = {
            "",
            "Examples:",
            "  slipway teams",
            "  slipway teams add ops grace linus",
            "  slipway teams join ops ada",
            "",
            "Gates in slipway.yml name one as 'team:ops': whoever is in it when they approve, counts."
        })
final class TeamsCommand extends ServerCommand {

    TeamsCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode teams = api().get(Api.path("teams"));
        show(teams, () -> {
            Table table = new Table("TEAM", "MEMBERS", "SINCE");
            teams.forEach(team ->
                    table.row(text(team, "name"), members(team), Ago.since(team.path("createdAt"), here.clock())));
            table.print(here);
        });
        return OK;
    }

    private static String members(JsonNode team) {
        return team.path("members").isEmpty() ? "-" : words(team.path("members"));
    }

    @Command(
            name = "list",
            description = "List teams.",
            footer = {"", "Example:", "  slipway teams list --json"})
    static final class ListThem extends ServerCommand {

        ListThem(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            return as(new TeamsCommand(here)).call();
        }
    }

    @Command(
            name = "add",
            description = "Make a team.",
            footer = {"", "Example:", "  slipway teams add ops grace linus"})
    static final class Add extends ServerCommand {

        @Parameters(index = "0", paramLabel = "TEAM", description = "Lower-case letters, digits, dots and dashes.")
        String team = "";

        @Parameters(index = "1..*", paramLabel = "USER", description = "Who is in it from the start.")
        List<String> users = new ArrayList<>();

        Add(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode made = api().post(Api.path("teams"), Map.of("name", team, "members", users));
            show(
                    made,
                    () -> say(
                            users.isEmpty()
                                    ? "The team " + team + " is made; `slipway teams join " + team
                                            + " USER` puts people into it."
                                    : "The team " + team + " is made, of " + members(made) + "."));
            return OK;
        }
    }

    @Command(
            name = "remove",
            description = "Take a team away. Gates that ask for it wait for others, or for a team of that name.",
            footer = {"", "Example:", "  slipway teams remove ops"})
    static final class Remove extends ServerCommand {

        @Parameters(paramLabel = "TEAM", description = "Which team.")
        String team = "";

        Remove(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode answer = api().delete(Api.path("teams", team));
            show(answer, () -> say("The team " + team + " is gone; what its members approved still counts."));
            return OK;
        }
    }

    @Command(
            name = "join",
            description = "Put accounts into a team.",
            footer = {"", "Example:", "  slipway teams join ops ada"})
    static final class Join extends ServerCommand {

        @Parameters(index = "0", paramLabel = "TEAM", description = "Which team.")
        String team = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "USER", description = "Whose accounts.")
        List<String> users = new ArrayList<>();

        Join(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            for (String user : users) {
                JsonNode answer = api().put(Api.path("teams", team, "members", user), Map.of());
                show(answer, () -> say(user + " is in " + team + " now."));
            }
            return OK;
        }
    }

    @Command(
            name = "leave",
            description = "Take accounts out of a team. What they have approved still counts.",
            footer = {"", "Example:", "  slipway teams leave ops ada"})
    static final class Leave extends ServerCommand {

        @Parameters(index = "0", paramLabel = "TEAM", description = "Which team.")
        String team = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "USER", description = "Whose accounts.")
        List<String> users = new ArrayList<>();

        Leave(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            for (String user : users) {
                JsonNode answer = api().delete(Api.path("teams", team, "members", user));
                show(answer, () -> say(user + " is not in " + team + " any more."));
            }
            return OK;
        }
    }
}
