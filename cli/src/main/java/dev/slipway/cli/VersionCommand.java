package dev.slipway.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "version",
        description = "Print the version of this command.",
        footer = {"", "Example:", "  slipway version"})
final class VersionCommand implements Callable<Integer> {

    private final Surroundings here;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--json", description = "Print JSON for scripts.")
    boolean json;

    VersionCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        here.out().println(json ? "{\"version\":\"" + version() + "\"}" : "slipway " + version());
        return ServerCommand.OK;
    }

    /** As the jar's manifest says; a class path of folders has none. */
    static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("0.1.0");
    }
}
