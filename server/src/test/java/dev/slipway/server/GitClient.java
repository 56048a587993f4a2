package dev.slipway.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real git command in a folder of its own, without this machine's configuration. */
record GitClient(Path folder) {

    static GitClient init(Path folder) throws Exception {
        Files.createDirectories(folder);
        GitClient git = new GitClient(folder);
        git.ok("init", "-q", "-b", "main");
        return git;
    }

    /** Writes the file and commits it. */
    String commit(String path, String content) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        ok("add", "-A");
        ok("commit", "-q", "-m", "change " + path);
        return head();
    }

    String head() throws Exception {
        return ok("rev-parse", "HEAD").strip();
    }

    /** Its output, standard error too; the command must succeed. */
    String ok(String... arguments) throws Exception {
        Outcome outcome = run(arguments);
        if (outcome.exit() != 0) {
            throw new AssertionError("git " + String.join(" ", arguments) + " failed: " + outcome.output());
        }
        return outcome.output();
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("LC_ALL", "C");
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + role + "_NAME", "Ada");
            builder.environment().put("GIT_" + role + "_EMAIL", "ada@example.org");
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("git did not end: " + output);
        }
        return new Outcome(process.exitValue(), output);
    }

    record Outcome(int exit, String output) {}
}
