package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.StandardAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "login",
        description = {
            "Log in to a server and keep a token for it, in the place of the one that this machine had.",
            "It ends when it has not been used for 90 days, or as the server's --login-days says."
        },
        footer = {
            "",
            "Examples:",
            "  slipway login " + StandardAddress.SERVER_URL + " --name alice",
            "  slipway login " + StandardAddress.SERVER_URL + " --name alice --setup-token 4f1c...   (the first user)",
            "  slipway login " + StandardAddress.SERVER_URL + " --token-stdin < token"
        })
final class LoginCommand extends ServerCommand {

    @Parameters(paramLabel = "URL", arity = "0..1", description = "The server; else as --server.")
    Optional<String> url = Optional.empty();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Your name there; else that of the system.")
    Optional<String> name = Optional.empty();

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    boolean passwordStdin;

    @Option(names = "--token-stdin", description = "Read a token from standard input instead of logging in.")
    boolean tokenStdin;

    @Option(
            names = "--setup-token",
            paramLabel = "TOKEN",
            description = "Make the first user, with the token that the " + "server printed when it first started.")
    Optional<String> setupToken = Optional.empty();

    LoginCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        URI server = Scope.serverUrl(url.or(() -> scope.server)
                .or(() -> here.variable("SLIPWAY_URL"))
                .orElse(StandardAddress.SERVER_URL));
        String token = tokenStdin ? standardInput() : fetchToken(server);
        JsonNode me = new Api(server, Optional.of(token)).get(Api.path("me"));
        Credentials.read(here).with(server.toString(), token).write(here);
        show(me, () -> say("Logged in to " + server + " as " + text(me, "name") + " (" + text(me, "role") + ")."));
        return OK;
    }

    /** The one that this machine had for the server ends with it. */
    private String fetchToken(URI server) {
        Api api = new Api(server, Optional.empty());
        String user = name.orElseGet(() -> System.getProperty("user.name", "admin"));
        String password = passwordStdin
                ? standardInput()
                : here.terminal()
                        .secret("Password of " + user)
                        .orElseThrow(() -> Problem.of(
                                Problem.Kind.INVALID,
                                "no-password",
                                "there is no terminal to ask for a password",
                                "pipe it in with --password-stdin, or a token with --token-stdin"));
        Map<String, Object> wanted = new LinkedHashMap<>(Map.of("name", user, "password", password));
        Machine.name().ifPresent(machine -> wanted.put("machine", machine));
        setupToken.ifPresent(setup -> wanted.put("setupToken", setup));
        Optional.ofNullable(Credentials.read(here).tokens().get(server.toString()))
                .ifPresent(former -> wanted.put("former", former));
        JsonNode answer = api.post(Api.path(setupToken.isPresent() ? "setup" : "login"), wanted);
        return answer.path("token").asString();
    }

    private String standardInput() {
        return new SecretEntry(here).standardInput().strip();
    }
}
