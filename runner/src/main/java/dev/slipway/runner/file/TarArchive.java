package dev.slipway.runner.file;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs caches, with modes, times and links, as build tools need them. Entries are named by the number of the root they
 * lie below, so that an archive can only ever be unpacked below the roots that the restoring step names itself.
 */
public final class TarArchive {

    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private TarArchive() {}

    /**
     * @param roots the folders or files that entries lie below, in an order that the restoring step repeats
     * @param files to pack; each lies below a root
     */
    public static void write(List<Path> roots, List<Path> files, Path archive) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path file : files) {
                pack(tar, file, name(roots, file));
            }
        }
    }

    private static String name(List<Path> roots, Path file) {
        for (int i = 0; i < roots.size(); i++) {
            if (file.startsWith(roots.get(i))) {
                return i + "/" + roots.get(i).relativize(file);
            }
        }
        throw new IllegalArgumentException(file + " lies below none of " + roots);
    }

    private static void pack(TarArchiveOutputStream tar, Path file, String name) throws IOException {
        if (Files.isSymbolicLink(file)) {
            TarArchiveEntry link = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
            link.setLinkName(Files.readSymbolicLink(file).toString());
            tar.putArchiveEntry(link);
        } else {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(Files.size(file));
            entry.setLastModifiedTime(Files.getLastModifiedTime(file));
            entry.setMode(mode(Files.getPosixFilePermissions(file)));
            tar.putArchiveEntry(entry);
            Files.copy(file, tar);
        }
        tar.closeArchiveEntry();
    }

    /** Unpacks below the roots; links are made last, so that nothing is ever written through one. */
    public static void extract(Path archive, List<Path> roots, ExtractLimits limits) throws IOException {
        List<Link> links = new ArrayList<>();
        long entries = 0;
        long bytes = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                bytes += entry.getSize();
                if (++entries > limits.entries() || bytes > limits.bytes()) {
                    throw ExtractLimits.exceeded(limits.entries() + " files or " + limits.bytes() + " bytes");
                }
                Path place = place(entry.getName(), roots);
                if (entry.isSymbolicLink()) {
                    links.add(new Link(place, linkTarget(entry)));
                } else {
                    Files.copy(tar, place);
                    Files.setPosixFilePermissions(place, permissions(entry.getMode()));
                    Files.setLastModifiedTime(place, entry.getLastModifiedTime());
                }
            }
        }
        for (Link link : links) {
            if (!Files.exists(link.place(), LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link.place(), link.target());
            }
        }
    }

    private static Path place(String name, List<Path> roots) throws IOException {
        int slash = name.indexOf('/');
        int number = slash > 0 && name.substring(0, slash).matches("\\d{1,6}")
                ? Integer.parseInt(name.substring(0, slash))
                : roots.size();
        if (number >= roots.size()) {
            throw new IOException("the cache's entry '" + name + "' belongs to no path of this step");
        }
        Path root = roots.get(number);
        String rest = name.substring(slash + 1);
        if (rest.isEmpty()) {
            Path parent = root.getParent();
            return SafeTarget.of(parent == null ? root : parent)
                    .place(root.getFileName().toString());
        }
        return SafeTarget.of(root).place(rest);
    }

    private static Path linkTarget(TarArchiveEntry entry) throws IOException {
        try {
            return Path.of(entry.getLinkName());
        } catch (InvalidPathException e) {
            throw new IOException("the cache's link '" + entry.getName() + "' leads to no path", e);
        }
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (int i = 0; i < BITS.length; i++) {
            mode |= permissions.contains(BITS[i]) ? 1 << i : 0;
        }
        return mode;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode & 1 << i) != 0) {
                permissions.add(BITS[i]);
            }
        }
        return permissions;
    }

    private record Link(Path place, Path target) {}
}
