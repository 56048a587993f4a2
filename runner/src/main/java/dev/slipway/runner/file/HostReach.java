package dev.slipway.runner.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** For a job without walls, which has all the rights that this process has. */
public final class HostReach implements JobReach {

    private static final long ANSWER_SECONDS = 5;

    @Override
    public List<Path> find(FileSearch search, FilePatterns patterns) throws IOException {
        return search.find(patterns);
    }

    @Override
    public void feed(List<Path> files, boolean followLinks, Feed feed) throws IOException {
        for (Path file : files) {
            if (!followLinks && Files.isSymbolicLink(file)) {
                String target = Files.readSymbolicLink(file).toString();
                var time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
                feed.take(new Feed.Item(file, 0777, time, 0, Optional.of(target)), InputStream.nullInputStream());
            } else {
                try (InputStream content = Files.newInputStream(file)) {
                    feed.take(item(file), content);
                }
            }
        }
    }

    private static Feed.Item item(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return new Feed.Item(
                file,
                TarArchive.mode(permissions),
                Files.getLastModifiedTime(file),
                Files.size(file),
                Optional.empty());
    }

    @Override
    public void untar(Path archive, List<Path> roots, ExtractLimits limits) throws IOException {
        TarArchive.extract(archive, roots, limits);
    }

    @Override
    public long unzip(Path archive, Path folder, ExtractLimits limits) throws IOException {
        return ZipReader.extract(archive, folder, limits);
    }

    @Override
    public void put(Path file, Path folder, String name) throws IOException {
        Files.copy(file, SafeTarget.of(folder).place(name));
    }

    @Override
    public Optional<String> text(Path file, long mostBytes) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= mostBytes
                ? Optional.of(Files.readString(file))
                : Optional.empty();
    }

    @Override
    public String ask(List<String> argv) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(argv.getFirst()))) {
            return "";
        }
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = Optional.ofNullable(reader.readLine()).orElse("");
            process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
            return line;
        } finally {
            process.destroyForcibly();
        }
    }

    /** A checkout replaces what was there, but never the workspace's own folder, in which steps may stand. */
    @Override
    public Path prepare(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> children = Files.list(target)) {
            for (Path child : children.toList()) {
                FileTree.remove(child);
            }
        }
        return target;
    }

    @Override
    public void settle(Path made, Path target) {
        if (!made.equals(target)) {
            throw new IllegalArgumentException(made + " was not prepared for " + target);
        }
    }
}
