package dev.slipway.runner.host;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.ExtractLimits;
import dev.slipway.runner.file.Feed;
import dev.slipway.runner.file.FilePatterns;
import dev.slipway.runner.file.FileSearch;
import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.file.TarArchive;
import dev.slipway.runner.file.ZipReader;
import dev.slipway.runner.wall.Account;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * For a job behind walls: find, tar and the like do the work in the job's room, as its account. This process sees of the
 * job's files only the streams that those programs write and read, and never opens one itself.
 *
 * @param workspace of the job; what the runner makes is made in its root, where the job may not write
 */
public record RoomReach(JobProcesses processes, JobWorkspace workspace, Account account) implements JobReach {

    private static final String ABSENT = "No such file or directory";
    private static final String LOOP = "File system loop detected";

    /** Prints a text unless it is larger; another file in its place is no text. */
    private static final String TEXT = "[ -f \"$1\" ] && exec head -c \"$2\" -- \"$1\"";

    private static final String CLEAR = "mkdir -p -- \"$1\" && cd -P -- \"$1\""
            + " && find . -type d ! -perm -700 -exec chmod u+rwx {} + && find . -mindepth 1 -delete";

    private static final String MOVE = "find \"$1\" -mindepth 1 -maxdepth 1 -exec mv -f -t \"$2\" -- {} +";
    private static final String UNPACK = "mkdir -p -- \"$1\" && exec tar -x -p --no-same-owner -C \"$1\" -f -";

    @Override
    public List<Path> find(FileSearch search, FilePatterns patterns) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("find", search.followsLinks() ? "-L" : "-P"));
        patterns.searchPaths().forEach(start -> argv.add(start.toString()));
        if (!search.hidden()) {
            argv.addAll(List.of("-name", ".?*", "-prune", "-o"));
        }
        argv.addAll(
                switch (search.links()) {
                    case FOLLOWED -> List.of("-type", "f", "-print0");
                    case AS_TARGETS -> List.of("-xtype", "f", "-print0");
                    case KEPT -> List.of("(", "-type", "f", "-o", "-type", "l", ")", "-print0");
                });
        TreeSet<Path> found = new TreeSet<>();
        RoomProgram.End end = program(argv).run(RoomProgram.NOTHING, out -> {
            for (String name : new String(out.readAllBytes(), StandardCharsets.UTF_8).split("\0")) {
                if (!name.isEmpty() && patterns.matches(Path.of(name))) {
                    found.add(Path.of(name));
                }
            }
        });
        end.requireUnless(line -> line.endsWith(ABSENT) || line.contains(LOOP));
        return List.copyOf(found);
    }

    @Override
    public void feed(List<Path> files, boolean followLinks, Feed feed) throws IOException, InterruptedException {
        if (files.isEmpty()) {
            return;
        }
        List<String> argv = new ArrayList<>(List.of("tar", "-c", "-P", "--format=pax", "--hard-dereference"));
        if (followLinks) {
            argv.add("--dereference");
        }
        argv.addAll(List.of("--no-recursion", "--null", "--verbatim-files-from", "-T", "-", "-f", "-"));
        RoomProgram.End end = program(argv).run(in -> write(files, in), out -> read(out, feed));
        end.requireUnless(_ -> false);
    }

    private static void write(List<Path> files, OutputStream in) throws IOException {
        for (Path file : files) {
            in.write((file + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void read(InputStream out, Feed feed) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(out, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() || entry.isSymbolicLink()) {
                    Optional<String> link =
                            entry.isSymbolicLink() ? Optional.of(entry.getLinkName()) : Optional.empty();
                    FileTime modifiedAt = entry.getLastModifiedTime();
                    int mode = entry.getMode() & 0777;
                    feed.take(
                            new Feed.Item(
                                    Path.of("/").resolve(entry.getName()), mode, modifiedAt, entry.getSize(), link),
                            tar);
                }
            }
        }
    }

    @Override
    public void untar(Path archive, List<Path> roots, ExtractLimits limits) throws IOException, InterruptedException {
        unpack(Path.of("/"), tar -> TarArchive.transfer(archive, roots, limits, tar));
    }

    @Override
    public long unzip(Path archive, Path folder, ExtractLimits limits) throws IOException, InterruptedException {
        long[] entries = new long[1];
        unpack(folder, tar -> entries[0] = ZipReader.transfer(archive, folder, limits, tar));
        return entries[0];
    }

    @Override
    public void put(Path file, Path folder, String name) throws IOException, InterruptedException {
        unpack(folder, tar -> {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(Files.size(file));
            entry.setMode(0644);
            tar.putArchiveEntry(entry);
            Files.copy(file, tar);
            tar.closeArchiveEntry();
        });
    }

    /** Writes the entries of an archive. */
    @FunctionalInterface
    private interface Entries {
        void into(TarArchiveOutputStream tar) throws IOException;
    }

    private void unpack(Path folder, Entries entries) throws IOException, InterruptedException {
        RoomProgram.End end = shell(UNPACK, folder.toString())
                .run(
                        in -> {
                            try (TarArchiveOutputStream tar =
                                    new TarArchiveOutputStream(new BufferedOutputStream(in), "UTF-8")) {
                                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                                entries.into(tar);
                            }
                        },
                        InputStream::readAllBytes);
        end.requireUnless(_ -> false);
    }

    @Override
    public Optional<String> text(Path file, long mostBytes) throws IOException, InterruptedException {
        byte[][] bytes = {new byte[0]};
        RoomProgram.End end = shell(TEXT, file.toString(), Long.toString(mostBytes + 1))
                .run(RoomProgram.NOTHING, out -> bytes[0] = out.readAllBytes());
        return end.code() == 0 && bytes[0].length <= mostBytes
                ? Optional.of(new String(bytes[0], StandardCharsets.UTF_8))
                : Optional.empty();
    }

    @Override
    public String ask(List<String> argv) throws IOException, InterruptedException {
        String[] answer = {""};
        program(argv)
                .run(
                        RoomProgram.NOTHING,
                        out -> answer[0] = new String(out.readNBytes(1024), StandardCharsets.UTF_8)
                                .lines()
                                .findFirst()
                                .orElse(""));
        return answer[0];
    }

    @Override
    public Path prepare(Path target) throws IOException, InterruptedException {
        shell(CLEAR, target.toString())
                .run(RoomProgram.NOTHING, InputStream::readAllBytes)
                .requireUnless(_ -> false);
        return Files.createTempDirectory(workspace.root(), "made-");
    }

    @Override
    public void settle(Path made, Path target) throws IOException, InterruptedException {
        account.ownTree(made);
        shell(MOVE, made.toString(), target.toString())
                .run(RoomProgram.NOTHING, InputStream::readAllBytes)
                .requireUnless(_ -> false);
    }

    private RoomProgram shell(String script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        argv.addAll(Arrays.asList(arguments));
        return program(argv);
    }

    private RoomProgram program(List<String> argv) {
        return new RoomProgram(processes, argv);
    }

    /** What a program complained of. */
    static Problem failed(String what, String complaint) {
        return Problem.of(
                Problem.Kind.INVALID,
                "files-refused",
                what + " in the job's name failed: " + complaint,
                "a job behind walls reaches only what its account may: copy what it needs into the workspace");
    }
}
