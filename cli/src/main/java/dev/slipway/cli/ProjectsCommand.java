package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "projects",
        description = "List, create and connect projects.",
        footer = {
            "",
            "Examples:",
            "  slipway projects",
            "  slipway projects create shop",
            "  slipway projects connect shop https://git.example.org/shop.git --interval 60"
        })
final class ProjectsCommand extends ServerCommand {

    ProjectsCommand(Surroundings here) {
        super(here);
    }

    @Command(
            name = "list",
            description = "List projects.",
            footer = {"", "Example:", "  slipway projects list --json"})
    static final class ListThem extends ServerCommand {

        ListThem(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode projects = api().get(Api.path("projects"));
            show(projects, () -> {
                if (projects.isEmpty()) {
                    say("No project yet. 'slipway projects create NAME' makes one.");
                    return;
                }
                Table table = new Table("PROJECT", "BRANCH", "CREATED", "CLONE URL");
                projects.forEach(project -> table.row(
                        text(project, "name"),
                        text(project, "defaultBranch"),
                        Ago.since(project.path("createdAt"), here.clock()),
                        text(project, "cloneUrl")));
                table.print(here);
            });
            return OK;
        }
    }

    @Command(
            name = "create",
            description = "Create a project that you push to.",
            footer = {"", "Example:", "  slipway projects create shop"})
    static final class Create extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and dashes.")
        String name = "";

        Create(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode project = api().post(Api.path("projects"), Map.of("name", name));
            show(project, () -> {
                say("Created " + name + ". Now, in its repository:");
                say("  git remote add slipway " + text(project, "cloneUrl"));
                GitRemote.parse(text(project, "cloneUrl"))
                        .ifPresent(remote -> say("  " + GitCredentialCommand.setup(here, remote.server())));
                say("  git push slipway " + text(project, "defaultBranch"));
            });
            return OK;
        }
    }

    @Command(
            name = "connect",
            description = "Create a project that Slipway fetches from elsewhere.",
            footer = {"", "Example:", "  slipway projects connect shop https://git.example.org/shop.git --interval 60"})
    static final class Connect extends ServerCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = "Its name in Slipway.")
        String name = "";

        @Parameters(index = "1", paramLabel = "URL", description = "The repository to fetch from.")
        String url = "";

        @Option(
                names = "--interval",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "Time between two " + "looks (default ${DEFAULT-VALUE}).")
        int interval;

        @Option(
                names = "--webhook-secret",
                paramLabel = "SECRET",
                description = "Takes webhooks signed with it " + "(X-Hub-Signature-256).")
        Optional<String> webhookSecret = Optional.empty();

        Connect(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            Map<String, Object> remote = new LinkedHashMap<>();
            remote.put("url", url);
            remote.put("intervalSeconds", interval);
            webhookSecret.ifPresent(secret -> remote.put("webhookSecret", secret));
            JsonNode project = api().post(Api.path("projects"), Map.of("name", name, "remote", remote));
            show(project, () -> say("Connected " + name + "; Slipway looks at " + url + " every " + interval + " s."));
            return OK;
        }
    }

    @Override
    public Integer call() {
        return as(new ListThem(here)).call();
    }
}
