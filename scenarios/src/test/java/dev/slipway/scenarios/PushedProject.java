package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The author's working copy of the shop in this module's resources, driven by the git on PATH. */
record PushedProject(Path folder, String credentials) {

    private static final List<String> FILES = List.of("Shop.java", "slipway.yml", ".github/workflows/build.yml");

    static PushedProject create(Path folder, String url, String token) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("ada:" + token).getBytes(StandardCharsets.UTF_8));
        for (String name : FILES) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (java.io.InputStream content = PushedProject.class.getResourceAsStream("/shop/" + name)) {
                Files.copy(java.util.Objects.requireNonNull(content, name), file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        PushedProject project = new PushedProject(folder, credentials);
        project.git("init", "--quiet", "--initial-branch=main");
        project.git("remote", "add", "slipway", url);
        return project;
    }

    /** Commits a change of one file and pushes it; returns the commit's id. */
    String push(String change) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("CHANGES"), change + "\n");
        git("add", "--all");
        git("commit", "--quiet", "-m", change);
        git("push", "--quiet", "slipway", "main");
        return git("rev-parse", "HEAD");
    }

    String git(String... arguments) throws IOException, InterruptedException {
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
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(argv + ": " + output).isZero();
        return output.strip();
    }
}
