package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.StandardAddress;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every command has: help, machine-readable output, which server and which project. */
final class Scope {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--json", description = "Print JSON for scripts.")
    boolean json;

    @Option(names = "--verbose", description = "Show all of it when Slipway itself fails.")
    boolean verbose;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server; else SLIPWAY_URL, the git remote " + "'slipway', or the last login.")
    Optional<String> server = Optional.empty();

    @Option(
            names = {"-p", "--project"},
            paramLabel = "NAME",
            description = "The project; else SLIPWAY_PROJECT or the" + " git remote 'slipway'.")
    Optional<String> project = Optional.empty();

    Api api(Surroundings here) {
        Credentials credentials = Credentials.read(here);
        URI url = server(here, credentials);
        Optional<String> token = here.variable("SLIPWAY_TOKEN")
                .or(() -> Optional.ofNullable(credentials.tokens().get(url.toString())));
        return new Api(url, token);
    }

    private URI server(Surroundings here, Credentials credentials) {
        return server.or(() -> here.variable("SLIPWAY_URL"))
                .or(() -> GitRemote.of(here.folder())
                        .map(remote -> remote.server().toString()))
                .or(credentials::server)
                .map(Scope::serverUrl)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAUTHENTICATED,
                        "no-server-named",
                        "no Slipway server is known here",
                        "log in with 'slipway login " + StandardAddress.SERVER_URL + "', or set SLIPWAY_URL"));
    }

    String project(Surroundings here) {
        return project.or(() -> here.variable("SLIPWAY_PROJECT"))
                .or(() -> GitRemote.of(here.folder()).map(GitRemote::project))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "no-project-named",
                        "this folder has no git remote named 'slipway', so the project is not known",
                        "name it with --project, or run this in the project's repository"));
    }

    /** Scheme, host and port, without a slash at the end, so that equal servers have equal names. */
    static URI serverUrl(String text) {
        String url = text.replaceAll("/+$", "");
        if (!url.matches("https?://[^/\\s?#]+")) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-server",
                    "'" + text + "' is no server",
                    "write it like " + StandardAddress.SERVER_URL);
        }
        return URI.create(url);
    }
}
