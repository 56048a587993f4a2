package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = "Write a commented slipway.yml for the current folder, from what is there.",
        footer = {"", "Examples:", "  slipway init", "  slipway init --service shop"})
final class InitCommand implements Callable<Integer> {

    private final Surroundings here;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--json", description = "Print JSON for scripts.")
    boolean json;

    @Option(names = "--service", paramLabel = "NAME", description = "Name of the service; else that of the folder.")
    Optional<String> service = Optional.empty();

    InitCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException {
        Stack stack = Stack.of(here.folder());
        WorkflowLook workflows = WorkflowLook.of(here.folder());
        StarterFile starter = new StarterFile(name(), stack, workflows);
        Path file = here.folder().resolve("slipway.yml");
        try {
            Files.writeString(file, starter.text(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "slipway-yml-exists",
                    "there is a slipway.yml here already, and it is not overwritten",
                    "'slipway lint' checks it; move it away to start again",
                    e);
        }
        report(stack, starter.unknown());
        return ServerCommand.OK;
    }

    private void report(Stack stack, List<String> unknown) {
        if (json) {
            here.out()
                    .println(dev.slipway.kernel.Json.write(
                            Map.of("file", "slipway.yml", "seen", stack.seen(), "check", unknown)));
            return;
        }
        here.out().println("Wrote slipway.yml for " + stack.seen() + ". What Slipway cannot know, please check:");
        unknown.forEach(each -> here.out().println("  - " + each));
        here.out().println("Then: slipway lint, slipway projects create NAME, git push slipway main");
    }

    private String name() {
        Path folder = here.folder().getFileName();
        String raw = service.orElse(folder == null ? "app" : folder.toString());
        String name = raw.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String cut = name.substring(0, Math.min(40, name.length())).replaceAll("-+$", "");
        return cut.isEmpty() ? "app" : cut;
    }
}
