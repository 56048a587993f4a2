package dev.slipway.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.opentest4j.TestAbortedException;

/**
 * A disk of its own that can really be full: a file system in memory, mounted for one test. Mounting needs the rights of
 * root; where they are missing the test is skipped and says so.
 */
public final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 4096;

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /**
     * @param bytes how much it holds
     * @throws TestAbortedException when this machine does not let the test mount one
     */
    public static SmallDisk of(long bytes) {
        try {
            Path folder = Files.createTempDirectory("slipway-disk-").toRealPath();
            String refusal = run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "tmpfs", folder.toString());
            if (!refusal.isEmpty()) {
                Files.delete(folder);
                throw new TestAbortedException("a full disk needs a disk of its own: " + refusal);
            }
            return new SmallDisk(folder);
        } catch (IOException e) {
            throw new TestAbortedException("a full disk needs a disk of its own", e);
        }
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    /** Takes all the room that is left. */
    public void fill() {
        leave(0);
    }

    /** Takes the room that is left but for some bytes, in steps of a block. */
    public void leave(long bytes) {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(folder).getUsableSpace() > bytes) {
                out.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the disk could not be filled", e);
        }
    }

    /** Gives back what was taken. */
    public void makeRoom() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException e) {
            throw new UncheckedIOException("the disk could not be emptied", e);
        }
    }

    @Override
    public void close() {
        try {
            String refusal = run("umount", "--lazy", folder.toString());
            if (!refusal.isEmpty()) {
                throw new IllegalStateException(folder + " cannot be unmounted: " + refusal);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " is left behind", e);
        }
    }

    /** What the command said when it failed, else nothing. */
    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = process.onExit().join().exitValue();
        return exit == 0 ? "" : command[0] + " ended with " + exit + ": " + said;
    }
}
