package dev.slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a folder's files say about how its program is built and started.
 *
 * @param seen what was found, for the head of the file
 * @param command argv as YAML
 * @param unknown what the author has to check or fill in
 */
record Stack(String seen, String command, List<String> unknown) {

    private static final Pattern START = Pattern.compile("\"start\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern MAIN = Pattern.compile("\"main\"\\s*:\\s*\"([^\"]+)\"");

    private static final String LISTENS = "that it listens on the port in the variable PORT";

    /** The first of the stacks that is recognised; the order goes from what says most to what says least. */
    static Stack of(Path folder) {
        if (Files.exists(folder.resolve("pom.xml"))) {
            return java("Maven (pom.xml)", "target/app.jar");
        }
        if (has(folder, "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")) {
            return java("Gradle", "build/libs/app.jar");
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
        return new Stack("nothing that is known here", "[./start]", List.of("the command that starts it", LISTENS));
    }

    private static Stack java(String seen, String built) {
        return new Stack(
                "Java with " + seen,
                "[java, -jar, app.jar]",
                List.of(
                        "that your workflow uploads the runnable jar as app.jar (built as something like " + built
                                + ")",
                        LISTENS + " (Spring Boot: set SERVER_PORT, or server.port=${PORT})"));
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
                List.of("that the artifact has its libraries in it (pip install --target .)", LISTENS));
    }

    private static Stack container(String seen) {
        return new Stack(
                seen,
                "[./start]",
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
