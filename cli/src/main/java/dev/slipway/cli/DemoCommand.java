package dev.slipway.cli;

import dev.slipway.cli.demo.Demo;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Show the whole way on this machine: good and bad releases of an example service under real load.",
        footer = {
            "",
            "Examples:",
            "  slipway demo",
            "  slipway demo --exit   (for CI: ends with code 0 only if all went right)"
        })
final class DemoCommand implements Callable<Integer> {

    private final Surroundings here;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--exit", description = "End after the story instead of staying up to be explored.")
    boolean exit;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:0",
            description = "Address of UI and" + " API (default: a free port).")
    String listen = "";

    @Option(
            names = "--edge-listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:0",
            description = "Address of " + "user traffic (default: a free port).")
    String edgeListen = "";

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "demo-report.json",
            description = "Where the report" + " is written (default: ${DEFAULT-VALUE}).")
    Path report = Path.of("demo-report.json");

    DemoCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("slipway.root", "."))
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(root.resolve("examples/safeguard"))) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-example",
                    "there is no example under " + root,
                    "start the demo with ./slipway in a clone of Slipway");
        }
        return new Demo(root, here.out(), here.style().colours())
                .run(exit, listen, edgeListen, here.folder().resolve(report));
    }
}
