package dev.slipway.cli.demo;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The author's working copy: an ordinary git repository, driven by the git on PATH. */
final class Workspace {

    private final Path folder;
    private final String url;
    private final String credentials;

    /**
     * @param folder becomes the working copy
     * @param url of the project's repository on the server
     * @param account who pushes
     */
    Workspace(Path folder, String url, String account, String token) {
        this.folder = folder;
        this.url = url;
        this.credentials = Base64.getEncoder().encodeToString((account + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    /** What git said and how it ended. */
    record Answer(int exitCode, String output) {}

    void create(Path example) {
        copy(example);
        must(git("init", "--quiet", "--initial-branch=main"));
        must(git("remote", "add", "slipway", url));
    }

    /** Lays the files of a change over the working copy. */
    void copy(Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = source.relativize(file);
                if (relative.startsWith("target") || relative.startsWith("build")) {
                    continue;
                }
                Path target = folder.resolve(relative.toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + source, e);
        }
    }

    /** Commits everything and returns the commit's id. */
    String commit(String message) {
        must(git("add", "--all"));
        must(git("commit", "--quiet", "-m", message));
        return must(git("rev-parse", "HEAD")).output().strip();
    }

    Answer push() {
        return git("push", "slipway", "main");
    }

    /** Takes the last commit back, as an author does whose push was refused. */
    void undo() {
        must(git("reset", "--quiet", "--hard", "HEAD~1"));
    }

    private static Answer must(Answer answer) {
        if (answer.exitCode() != 0) {
            throw Problem.of(
                    Problem.Kind.INTERNAL,
                    "git-failed",
                    "git failed: " + answer.output().strip(),
                    null);
        }
        return answer;
    }

    private Answer git(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("GIT_AUTHOR_NAME", "ada"),
                        Map.entry("GIT_AUTHOR_EMAIL", "ada@example.org"),
                        Map.entry("GIT_COMMITTER_NAME", "ada"),
                        Map.entry("GIT_COMMITTER_EMAIL", "ada@example.org"),
                        Map.entry("GIT_TERMINAL_PROMPT", "0"),
                        Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
                        Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                        Map.entry("GIT_CONFIG_COUNT", "1"),
                        Map.entry("GIT_CONFIG_KEY_0", "http.extraHeader"),
                        Map.entry("GIT_CONFIG_VALUE_0", "Authorization: Basic " + credentials)));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE, "no-git", "git cannot be run: " + e.getMessage(), "install git", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the demonstration was interrupted", null, e);
        }
    }
}
