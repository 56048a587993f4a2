package dev.slipway.platforms.process;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The folder that one archive is unpacked into, with what it has used of its limits. */
final class UnpackTarget {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int DEEPEST = 64;

    private final Path root;
    private final UnpackLimits limits;
    private final long archiveBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int entries;
    private long bytes;

    /** @param archiveBytes size of the archive itself */
    UnpackTarget(Path root, UnpackLimits limits, long archiveBytes) {
        this.root = root;
        this.limits = limits;
        this.archiveBytes = archiveBytes;
    }

    void folder(String name) throws IOException {
        count();
        Files.createDirectories(place(name));
    }

    /** @param mode POSIX permission bits; 0 when the archive has none, which makes the file readable */
    void file(String name, int mode, InputStream content) throws IOException {
        count();
        Path file = place(name);
        if (file.equals(root)) {
            throw unsafe(name, "names no file");
        }
        Files.createDirectories(file.resolveSibling("."));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                bytes += read;
                checkBytes();
                out.write(buffer, 0, read);
            }
        }
        Files.setPosixFilePermissions(file, permissions(mode));
    }

    static Problem unsafe(String name, String why) {
        String shown = name.codePoints()
                .limit(200)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Problem.of(
                Problem.Kind.INVALID,
                "artifact-unsafe",
                "the artifact's entry '" + shown + "' " + why,
                "an artifact may hold plain files and folders with relative names");
    }

    private Path place(String name) {
        String unified = name.replace('\\', '/');
        if (unified.startsWith("/") || unified.matches("[A-Za-z]:.*") || unified.indexOf('\0') >= 0) {
            throw unsafe(name, "has an absolute name");
        }
        try {
            Path relative = Path.of(unified);
            for (Path part : relative) {
                if (part.toString().equals("..")) {
                    throw unsafe(name, "leads out of the archive");
                }
            }
            if (relative.getNameCount() > DEEPEST) {
                throw unsafe(name, "is more than " + DEEPEST + " folders deep");
            }
            return root.resolve(relative).normalize();
        } catch (InvalidPathException e) {
            throw unsafe(name, "has a name that this machine cannot have");
        }
    }

    private void count() {
        if (++entries > limits.entries()) {
            throw bomb("holds more than " + limits.entries() + " entries");
        }
    }

    private void checkBytes() {
        if (bytes > limits.totalBytes()) {
            throw bomb("unpacks to more than " + limits.totalBytes() + " bytes");
        }
        if (bytes > limits.freeBytes() && bytes / limits.ratio() > archiveBytes) {
            throw bomb("unpacks to more than " + limits.ratio() + " times its size");
        }
    }

    private static Problem bomb(String what) {
        return Problem.of(
                Problem.Kind.TOO_LARGE,
                "artifact-bomb",
                "the artifact " + what,
                "leave out of the artifact what the service does not need to run");
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        PosixFilePermission[] lowestFirst = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE
        };
        for (int bit = 0; bit < lowestFirst.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                permissions.add(lowestFirst[bit]);
            }
        }
        permissions.remove(PosixFilePermission.OTHERS_WRITE);
        permissions.remove(PosixFilePermission.GROUP_WRITE);
        return permissions;
    }
}
