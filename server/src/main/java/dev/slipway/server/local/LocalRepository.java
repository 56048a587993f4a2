package dev.slipway.server.local;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.SourceProvider;
import dev.slipway.runner.host.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder whose workflows run. A checkout gives its files as they are now, changed or not, without those that git
 * ignores; so what is tried here is what the next commit would be.
 */
final class LocalRepository implements SourceProvider {

    private static final String WORKFLOWS = ".github/workflows";
    private static final String NO_COMMIT = "0".repeat(40);

    private final Path root;
    private final Map<String, String> environment;

    /** @param environment of whoever asks, for git */
    LocalRepository(Path folder, Map<String, String> environment) {
        this.root = folder;
        this.environment = environment;
    }

    Map<String, String> environment() {
        return environment;
    }

    Path root() {
        return root;
    }

    String name() {
        return root.getFileName() == null ? "project" : root.getFileName().toString();
    }

    /** The commit that is checked out; zeros outside of git. */
    String commit() {
        return git("rev-parse", "HEAD").orElse(NO_COMMIT);
    }

    /** The branch that is checked out, as a full ref. */
    String ref() {
        return git("symbolic-ref", "-q", "HEAD").orElse("refs/heads/main");
    }

    String user() {
        return git("config", "user.name").orElseGet(() -> System.getProperty("user.name", "local"));
    }

    /** The texts of all workflows by path. */
    Map<String, String> workflows() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Path folder = root.resolve(WORKFLOWS);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                        .toList()) {
                    texts.put(WORKFLOWS + "/" + file.getFileName(), Files.readString(file));
                }
            }
        }
        return texts;
    }

    /** A file of the folder; absent where there is none. */
    Optional<String> file(String path) throws IOException {
        Path file = root.resolve(path).normalize();
        return file.startsWith(root) && Files.isRegularFile(file)
                ? Optional.of(Files.readString(file))
                : Optional.empty();
    }

    @Override
    public Checkout checkout(Request request, Path folder) throws IOException {
        Optional<String> other = request.ref()
                .filter(ref -> git("rev-parse", ref + "^{commit}")
                        .filter(commit -> !commit.equals(request.runCommit()))
                        .isPresent());
        if (other.isPresent()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-such-ref",
                    "'" + other.get() + "' is not what is checked out in " + root,
                    "leave `ref` out here, or switch to it first");
        }
        copy(folder);
        switch (request.submodules()) {
            case NONE -> {}
            case DIRECT -> submodules(folder, false);
            case RECURSIVE -> submodules(folder, true);
        }
        return new Checkout(request.runRef(), request.runCommit());
    }

    @Override
    public boolean bringsSubmodules() {
        return true;
    }

    /** Those of the folder as they are there, changed or not. One that was never brought there is told, not left empty. */
    private void submodules(Path folder, boolean recursive) throws IOException {
        for (String name : submodules()) {
            Path place = root.resolve(name);
            if (!Files.exists(place.resolve(".git"))) {
                throw Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-submodule",
                        "the submodule '" + name + "' is not in " + root,
                        "bring it there: git submodule update --init" + (recursive ? " --recursive" : ""));
            }
            LocalRepository within = new LocalRepository(place, environment);
            Path target = Files.createDirectories(folder.resolve(name));
            within.copy(target);
            if (recursive) {
                within.submodules(target, true);
            }
        }
    }

    /** Paths of the submodules that git knows of: entries of the index whose mode is 160000. */
    private List<String> submodules() throws IOException {
        return command(root, List.of("ls-files", "-z", "--stage")).stream()
                .flatMap(listed -> Arrays.stream(listed.split("\0")))
                .filter(entry -> entry.startsWith("160000 "))
                .map(entry -> entry.substring(entry.indexOf('\t') + 1))
                .toList();
    }

    private void copy(Path folder) throws IOException {
        List<Path> files = files();
        for (Path file : files) {
            Path target = folder.resolve(file.toString());
            Files.createDirectories(target.getParent());
            Files.copy(
                    root.resolve(file),
                    target,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);
        }
        history(folder);
    }

    /** A {@code .git} of its own, so that what steps do to it does not reach the folder's. */
    private void history(Path folder) throws IOException {
        if (git("rev-parse", "--git-dir").isPresent() && !commit().equals(NO_COMMIT)) {
            Path bare = Files.createTempDirectory(folder, "clone-");
            command(
                    root,
                    List.of("clone", "--quiet", "--no-checkout", "--no-hardlinks", root.toString(), bare.toString()));
            Files.move(bare.resolve(".git"), folder.resolve(".git"));
            Files.delete(bare);
            command(folder, List.of("reset", "--quiet", "--mixed"));
        }
    }

    private List<Path> files() throws IOException {
        Optional<String> listed = command(root, List.of("ls-files", "-z", "-c", "-o", "--exclude-standard"));
        if (listed.isPresent()) {
            return Arrays.stream(listed.get().split("\0"))
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .filter(file -> Files.isRegularFile(root.resolve(file), LinkOption.NOFOLLOW_LINKS)
                            || Files.isSymbolicLink(root.resolve(file)))
                    .distinct()
                    .toList();
        }
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(root.relativize(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private Optional<String> git(String... arguments) {
        try {
            return command(root, List.of(arguments)).map(String::strip).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException("git cannot be asked about " + root, e);
        }
    }

    /** What git prints; absent where it fails, as it does outside of a repository. */
    private Optional<String> command(Path directory, List<String> arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(new Programs(environment.getOrDefault("PATH", "")).require("git")));
        argv.addAll(arguments);
        ProcessBuilder command =
                new ProcessBuilder(argv).directory(directory.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        command.environment().clear();
        command.environment().putAll(environment);
        Process process = command.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() == 0 ? Optional.of(output) : Optional.empty();
    }
}
