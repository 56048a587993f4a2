package dev.slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a folder's files say about how its program is built and started.
 *
 * @param seen what was found, for the head of the file
 * @param command argv as YAML
 * @param health path that tells whether it can serve
 * @param unknown what the author has to check or fill in
 */
record Stack(String seen, String command, String health, List<String> unknown) {

    private static final Pattern START = Pattern.compile("\"start\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern MAIN = Pattern.compile("\"main\"\\s*:\\s*\"([^\"]+)\"");

    /** Spring puts a variable in the place of {@code ${...}} in its arguments by itself; no shell is needed. */
    private static final String SPRING_BOOT = "[java, -jar, app.jar, \"--server.port=${PORT}\"]";

    private static final String HEALTH = "/health";
    private static final String LISTENS = "that it listens on the port in the variable PORT";

    /** The first of the stacks that is recognised; the order goes from what says most to what says least. */
    static Stack of(Path folder) {
        if (Files.exists(folder.resolve("pom.xml"))) {
            return java(folder, "Maven (pom.xml)", "target/app.jar");
        }
        if (has(folder, "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")) {
            return java(folder, "Gradle", "build/libs/app.jar");
        }
        if (has(folder, "package.json")) {
            return node(read(folder.resolve("package.json")));
        }
        if (has(folder, "pyproject.toml", "requirements.txt", "setup.py", "Pipfile")) {
            return python(folder);
        }
        if (has(folder, "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")) {
            return container("Compose");
        }
        if (has(folder, "Dockerfile")) {
            return container("Dockerfile");
        }
        return unknown(folder);
    }

    private static Stack unknown(Path folder) {
        List<String> below = below(folder);
        return new Stack(
                below.isEmpty() ? "no build that is known" : "builds in " + String.join(", ", below),
                "[./start]",
                HEALTH,
                below.isEmpty()
                        ? List.of("the command that starts it", LISTENS)
                        : List.of(
                                "the command that starts it: 'slipway init' in one of " + String.join(", ", below)
                                        + " shows one; the file itself belongs in the top folder",
                                LISTENS));
    }

    private static List<String> below(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> has(child, "pom.xml", "build.gradle", "build.gradle.kts", "package.json"))
                    .map(child -> child.getFileName() + "/")
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + folder, e);
        }
    }

    private static Stack java(Path folder, String seen, String built) {
        String build = List.of("pom.xml", "build.gradle", "build.gradle.kts").stream()
                .filter(file -> has(folder, file))
                .map(file -> read(folder.resolve(file)))
                .findFirst()
                .orElse("");
        boolean springBoot = build.contains("org.springframework.boot");
        return new Stack(
                "Java with " + seen + (springBoot ? " and Spring Boot" : ""),
                springBoot ? SPRING_BOOT : "[java, -jar, app.jar]",
                build.contains("spring-boot-starter-actuator") ? "/actuator/health" : HEALTH,
                List.of(
                        "that your workflow uploads the runnable jar as app.jar (built as something like " + built
                                + ")",
                        springBoot
                                ? LISTENS + "; if it sets management.server.port, that --management.server.port=${PORT}"
                                        + " is an argument too"
                                : LISTENS));
    }

    private static Stack node(String manifest) {
        String command = first(START, manifest)
                .filter(script -> script.matches("[A-Za-z0-9 ./_@:=-]+"))
                .map(script -> "[" + String.join(", ", script.strip().split(" +")) + "]")
                .or(() -> first(MAIN, manifest).map(main -> "[node, " + main + "]"))
                .orElse("[node, server.js]");
        return new Stack(
                "Node (package.json)",
                command,
                HEALTH,
                List.of("that the artifact has node_modules or a bundle in it", LISTENS));
    }

    private static Stack python(Path folder) {
        String main = List.of("main.py", "app.py", "server.py", "manage.py").stream()
                .filter(file -> has(folder, file))
                .findFirst()
                .orElse("main.py");
        String command =
                main.equals("manage.py") ? "[python3, manage.py, runserver, --noreload]" : "[python3, " + main + "]";
        return new Stack(
                "Python",
                command,
                HEALTH,
                List.of("that the artifact has its libraries in it (pip install --target .)", LISTENS));
    }

    private static Stack container(String seen) {
        return new Stack(
                seen,
                "[./start]",
                HEALTH,
                List.of(
                        "the command that starts it: this release runs programs, not container images; take the"
                                + " entrypoint of the image",
                        LISTENS));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static boolean has(Path folder, String... names) {
        return List.of(names).stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
