package dev.slipway.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "tokens",
        description = "List, create and revoke your keys for programs.",
        footer = {
            "",
            "Examples:",
            "  slipway tokens",
            "  slipway tokens create ci --scopes read,push --only shop --days 90",
            "  slipway tokens revoke tok-01jc3k9q5x7v2m8d4h6a"
        })
final class TokensCommand extends ServerCommand {

    TokensCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode tokens = api().get(Api.path("tokens"));
        show(tokens, () -> {
            Table table = new Table("TOKEN", "NAME", "SCOPES", "PROJECT", "CREATED", "LAST USED", "EXPIRES");
            tokens.forEach(token -> table.row(
                    text(token, "id"),
                    text(token, "name"),
                    words(token.path("scopes")),
                    token.path("project").isString() ? text(token, "project") : "all",
                    Ago.since(token.path("createdAt"), here.clock()),
                    Ago.since(token.path("lastUsedAt"), here.clock()),
                    end(token)));
            table.print(here);
        });
        return OK;
    }

    private static String end(JsonNode token) {
        String end = token.path("expiresAt").isString() ? text(token, "expiresAt") : "never";
        return token.path("idleSeconds").isNumber() ? end + " unless used" : end;
    }

    @Command(
            name = "list",
            description = "List your tokens, without their keys.",
            footer = {"", "Example:", "  slipway tokens list --json"})
    static final class ListThem extends ServerCommand {

        ListThem(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            return as(new TokensCommand(here)).call();
        }
    }

    @Command(
            name = "create",
            description = "Make a token. Its key is printed once, alone on standard output.",
            footer = {
                "",
                "Examples:",
                "  slipway tokens create ci --scopes read,push --only shop",
                "  SLIPWAY_TOKEN=$(slipway tokens create nightly --scopes read --days 1)"
            })
    static final class Create extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "What it is for.")
        String name = "";

        @Option(
                names = "--scopes",
                paramLabel = "SCOPE",
                split = ",",
                defaultValue = "read",
                description = "read, write, review, push, admin (default ${DEFAULT-VALUE}).")
        List<String> scopes = List.of();

        @Option(names = "--only", paramLabel = "PROJECT", description = "The only project that it opens; else all.")
        Optional<String> only = Optional.empty();

        @Option(names = "--days", paramLabel = "N", description = "How long it works; else until it is revoked.")
        Optional<Long> days = Optional.empty();

        Create(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            Map<String, Object> wanted = new LinkedHashMap<>();
            wanted.put("name", name);
            wanted.put("scopes", scopes);
            only.ifPresent(project -> wanted.put("project", project));
            days.ifPresent(
                    count -> wanted.put("lifeSeconds", Duration.ofDays(count).toSeconds()));
            JsonNode made = api().post(Api.path("tokens"), wanted);
            show(made, () -> {
                say(text(made, "token"));
                here.err()
                        .println("Keep it now, it is not shown again. To end it: slipway tokens revoke "
                                + text(made.path("details"), "id"));
            });
            return OK;
        }
    }

    @Command(
            name = "revoke",
            description = "Delete a token; what shows it is refused from now on.",
            footer = {"", "Example:", "  slipway tokens revoke tok-01jc3k9q5x7v2m8d4h6a"})
    static final class Revoke extends ServerCommand {

        @Parameters(paramLabel = "TOKEN", description = "Its id.")
        String token = "";

        Revoke(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode answer = api().delete(Api.path("tokens", token));
            show(answer, () -> say("The token " + token + " is revoked."));
            return OK;
        }
    }
}
