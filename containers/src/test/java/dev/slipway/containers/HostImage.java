package dev.slipway.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An image made of programs of this host, with the libraries that they are linked to, on top of the one that
 * {@link TestEngine#image} makes: tests of images that hold more than a busybox need no registry.
 */
public final class HostImage {

    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private final String tag;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private HostImage(String tag) {
        this.tag = tag;
    }

    public static HostImage named(String tag) {
        return new HostImage(tag);
    }

    /** @param target where it is in the image */
    public HostImage program(Path program, String target) throws IOException, InterruptedException {
        files.put(target, program.toRealPath());
        for (Path library : libraries(program.toRealPath())) {
            files.put(library.toString(), library.toRealPath());
        }
        return this;
    }

    /** The wanted files below a folder of this host, in the same place. */
    public HostImage folder(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            found.filter(Files::isRegularFile).filter(wanted).forEach(file -> files.put(file.toString(), file));
        }
        return this;
    }

    /** A further line of the Dockerfile. */
    public HostImage line(String line) {
        lines.add(line);
        return this;
    }

    /** @param scratch an empty folder */
    public String build(Engine engine, Path scratch) throws IOException, InterruptedException {
        TestEngine.image(engine);
        Path root = Files.createDirectories(scratch.resolve("root"));
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path copy = root.resolve(file.getKey().substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(file.getValue(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path dockerfile = scratch.resolve("Dockerfile");
        Files.writeString(dockerfile, "FROM " + TestEngine.IMAGE + "\nCOPY root /\n" + String.join("\n", lines) + "\n");
        engine.images()
                .build(
                        scratch,
                        dockerfile,
                        tag,
                        Map.of("dev.slipway.test", "1"),
                        _ -> {},
                        new CompletableFuture<Void>());
        return tag;
    }

    private static List<Path> libraries(Path program) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder("ldd", program.toString()).start();
        String said = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ldd.waitFor() != 0) {
            throw new IOException("the libraries of " + program + " cannot be told");
        }
        return LIBRARY.matcher(said)
                .results()
                .map(found -> Path.of(found.group(1)))
                .toList();
    }
}
