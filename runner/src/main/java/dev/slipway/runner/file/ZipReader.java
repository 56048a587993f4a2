package dev.slipway.runner.file;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks archives that may come from anywhere: no escape, no links, no bombs. */
public final class ZipReader {

    private static final int OWNER_EXECUTES = 0100;
    private static final int BUFFER = 64 * 1024;

    private final SafeTarget target;
    private final ExtractLimits limits;
    private long entries;
    private long bytes;

    private ZipReader(SafeTarget target, ExtractLimits limits) {
        this.target = target;
        this.limits = limits;
    }

    /**
     * @param archive to unpack
     * @param folder made if absent; files that are there already are replaced
     * @return how many files were written
     * @throws Problem codes {@code archive-escapes}, {@code archive-too-large}, {@code archive-has-links}, {@code
     *     archive-unreadable}
     */
    public static long extract(Path archive, Path folder, ExtractLimits limits) throws IOException {
        return new ZipReader(SafeTarget.of(folder), limits).all(archive);
    }

    /** Checks an archive in the same way, and passes it on for a program that unpacks it below the folder. */
    public static long transfer(Path archive, Path folder, ExtractLimits limits, TarArchiveOutputStream tar)
            throws IOException {
        ZipReader reader = new ZipReader(new SafeTarget(folder.normalize()), limits);
        return reader.each(archive, (zip, entry) -> reader.pass(zip, entry, tar));
    }

    private void pass(ZipFile zip, ZipArchiveEntry entry, TarArchiveOutputStream tar) throws IOException {
        String name = target.folder().relativize(target.inside(entry.getName())).toString();
        if (entry.isDirectory() || name.isEmpty()) {
            return;
        }
        TarArchiveEntry file = new TarArchiveEntry(name);
        file.setSize(entry.getSize());
        file.setMode(executable(entry) ? 0755 : 0644);
        tar.putArchiveEntry(file);
        try (InputStream in = zip.getInputStream(entry)) {
            copy(in, tar);
        }
        tar.closeArchiveEntry();
    }

    /** What is done with each entry. */
    @FunctionalInterface
    private interface Work {
        void on(ZipFile zip, ZipArchiveEntry entry) throws IOException;
    }

    private long all(Path archive) throws IOException {
        return each(archive, this::extract);
    }

    private long each(Path archive, Work work) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (++entries > limits.entries()) {
                    throw ExtractLimits.exceeded(limits.entries() + " files");
                }
                if (entry.isUnixSymlink()) {
                    throw Problem.of(
                            Problem.Kind.INVALID,
                            "archive-has-links",
                            "the archive's entry '" + entry.getName() + "' is a link",
                            "pack the files themselves");
                }
                requireReadable(entry);
                work.on(zip, entry);
            }
        }
        return entries;
    }

    /** Only the two methods that every packer knows: those for the others are not part of Slipway. */
    private static void requireReadable(ZipArchiveEntry entry) {
        int method = entry.getMethod();
        boolean encrypted = entry.getGeneralPurposeBit().usesEncryption();
        if (encrypted || (method != ZipEntry.STORED && method != ZipEntry.DEFLATED)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "archive-unreadable",
                    "the archive's entry '" + entry.getName() + "' is "
                            + (encrypted ? "encrypted" : "packed by method " + method + ", which is not supported"),
                    "pack it without encryption, stored or deflated");
        }
    }

    private void extract(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        Path place = target.place(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(place);
            return;
        }
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(place)) {
            copy(in, out);
        }
        String mode = executable(entry) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(mode));
    }

    private static boolean executable(ZipArchiveEntry entry) {
        return (entry.getUnixMode() & OWNER_EXECUTES) != 0;
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
            if (bytes > limits.bytes()) {
                throw ExtractLimits.exceeded(limits.bytes() + " bytes");
            }
            out.write(buffer, 0, read);
        }
    }
}
