package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.StandardAddress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Lets git use what {@code slipway login} got, so that a push asks for nothing. It speaks the protocol of
 * git-credential(1): lines of {@code key=value} on standard input, and name and password back.
 */
@Command(
        name = "git-credential",
        description = "Tell git the account to push with; git runs this by itself.",
        footer = {
            "",
            "Example:",
            "  slipway git-credential get   (after: git config credential." + StandardAddress.SERVER_URL + ".helper"
                    + " '!slipway git-credential')"
        })
final class GitCredentialCommand implements Callable<Integer> {

    private final Surroundings here;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Parameters(paramLabel = "ACTION", description = "get; git's store and erase change nothing here.")
    String action = "";

    GitCredentialCommand(Surroundings here) {
        this.here = here;
    }

    /** How git is told to ask this command about a server. */
    static String setup(Surroundings here, URI server) {
        String command = Optional.ofNullable(System.getProperty("slipway.root"))
                .filter(_ -> here.variable("PATH").stream().noneMatch(GitCredentialCommand::hasSlipway))
                .map(root -> root + "/slipway")
                .orElse("slipway");
        return "git config credential." + server + ".helper '!" + command + " git-credential'";
    }

    private static boolean hasSlipway(String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "slipway")));
    }

    @Override
    public Integer call() {
        Map<String, String> asked = asked();
        String server = asked.getOrDefault("protocol", "") + "://" + asked.getOrDefault("host", "");
        Optional<String> token =
                Optional.ofNullable(Credentials.read(here).tokens().get(server));
        if (action.equals("get") && token.isPresent()) {
            String name = new Api(URI.create(server), token)
                    .get(Api.path("me"))
                    .path("name")
                    .asString();
            here.out().print("username=" + name + "\npassword=" + token.get() + "\n");
        } else if (action.equals("get")) {
            throw Problem.of(
                    Problem.Kind.UNAUTHENTICATED,
                    "not-logged-in",
                    "not logged in to " + server,
                    "slipway login " + server);
        }
        return ServerCommand.OK;
    }

    private Map<String, String> asked() {
        try {
            Map<String, String> asked = new HashMap<>();
            new String(here.in().readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    asked.put(line.substring(0, equals), line.substring(equals + 1));
                }
            });
            return asked;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }
}
