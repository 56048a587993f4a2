package dev.slipway.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A command of Debian's prometheus packages, skipped where it is not installed. */
public record Tool(Path command) {

    public static Tool installed(String name) {
        List<Path> found = Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), name + " is not installed");
        return new Tool(found.getFirst());
    }

    /** What it prints; it must end well. */
    public String run(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(command.toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(argv + ": " + output).isZero();
        return output;
    }
}
