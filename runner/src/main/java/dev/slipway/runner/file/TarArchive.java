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
     * @param reach to the files
     * @param roots the folders or files that entries lie below, in an order that the restoring step repeats
     * @param files to pack; each lies below a root
     */
    public static void write(JobReach reach, List<Path> roots, List<Path> files, Path archive)
            throws IOException, InterruptedException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            reach.feed(files, false, (item, content) -> pack(tar, item, name(roots, item.path()), content));
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

    private static void pack(TarArchiveOutputStream tar, Feed.Item item, String name, InputStream content)
            throws IOException {
        if (item.link().isPresent()) {
            TarArchiveEntry link = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
            link.setLinkName(item.link().get());
            tar.putArchiveEntry(link);
        } else {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(item.sizeBytes());
            entry.setLastModifiedTime(item.modifiedAt());
            entry.setMode(item.mode());
            tar.putArchiveEntry(entry);
            content.transferTo(tar);
        }
        tar.closeArchiveEntry();
    }

    /** Unpacks below the roots; links are made last, so that nothing is ever written through one. */
    public static void extract(Path archive, List<Path> roots, ExtractLimits limits) throws IOException {
        List<Link> links = new ArrayList<>();
        Allowance allowance = new Allowance(limits);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                allowance.take(entry.getSize());
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

    /** Checks an archive in the same way, and passes it on for a program that unpacks it below the root folder. */
    public static void transfer(Path archive, List<Path> roots, ExtractLimits limits, TarArchiveOutputStream out)
            throws IOException {
        Allowance allowance = new Allowance(limits);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                allowance.take(entry.getSize());
                Rooted rooted = Rooted.of(entry.getName(), roots);
                String name = Path.of("/")
                        .relativize(rooted.target().inside(rooted.name()))
                        .toString();
                TarArchiveEntry passed = entry.isSymbolicLink()
                        ? new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK)
                        : new TarArchiveEntry(name);
                passed.setLinkName(entry.getLinkName());
                passed.setSize(entry.isSymbolicLink() ? 0 : entry.getSize());
                passed.setMode(entry.getMode() & 0777);
                passed.setLastModifiedTime(entry.getLastModifiedTime());
                out.putArchiveEntry(passed);
                if (!entry.isSymbolicLink()) {
                    tar.transferTo(out);
                }
                out.closeArchiveEntry();
            }
        }
    }

    private static Path place(String name, List<Path> roots) throws IOException {
        Rooted rooted = Rooted.of(name, roots);
        return SafeTarget.of(rooted.target().folder()).place(rooted.name());
    }

    /** How much has been unpacked so far. */
    private static final class Allowance {

        private final ExtractLimits limits;
        private long entries;
        private long bytes;

        Allowance(ExtractLimits limits) {
            this.limits = limits;
        }

        void take(long size) {
            bytes += size;
            if (++entries > limits.entries() || bytes > limits.bytes()) {
                throw ExtractLimits.exceeded(limits.entries() + " files or " + limits.bytes() + " bytes");
            }
        }
    }

    /**
     * An entry's name, told from the number of its root.
     *
     * @param target folder that it stays in
     * @param name below that
     */
    private record Rooted(SafeTarget target, String name) {

        static Rooted of(String name, List<Path> roots) throws IOException {
            int slash = name.indexOf('/');
            int number = slash > 0 && name.substring(0, slash).matches("\\d{1,6}")
                    ? Integer.parseInt(name.substring(0, slash))
                    : roots.size();
            if (number >= roots.size()) {
                throw new IOException("the cache's entry '" + name + "' belongs to no path of this step");
            }
            Path root = roots.get(number);
            Path parent = root.getParent();
            String rest = name.substring(slash + 1);
            return rest.isEmpty() && parent != null
                    ? new Rooted(new SafeTarget(parent), root.getFileName().toString())
                    : new Rooted(new SafeTarget(root), rest);
        }
    }

    private static Path linkTarget(TarArchiveEntry entry) throws IOException {
        try {
            return Path.of(entry.getLinkName());
        } catch (InvalidPathException e) {
            throw new IOException("the cache's link '" + entry.getName() + "' leads to no path", e);
        }
    }

    static int mode(Set<PosixFilePermission> permissions) {
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
