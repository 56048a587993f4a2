package dev.slipway.platforms.process;

import dev.slipway.kernel.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a zip or a gzipped tar from strangers' hands. An archive may hold files and folders with relative names;
 * links, devices, absolute names, {@code ..}, names that occur twice and bombs are refused, and then nothing is used.
 */
final class Unpacker {

    private static final int ZIP_MAGIC = 0x504b;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final UnpackLimits limits;

    Unpacker(UnpackLimits limits) {
        this.limits = limits;
    }

    /**
     * @param target an empty folder
     * @throws Problem of kind INVALID, codes {@code artifact-unsafe} and {@code artifact-format}, or TOO_LARGE, code
     *     {@code artifact-bomb}
     */
    void unpack(Path archive, Path target) throws IOException {
        UnpackTarget into = new UnpackTarget(target, limits, Files.size(archive));
        try {
            switch (magic(archive)) {
                case ZIP_MAGIC -> unzip(archive, into);
                case GZIP_MAGIC -> untar(archive, into);
                default ->
                    throw Problem.of(
                            Problem.Kind.INVALID,
                            "artifact-format",
                            "the artifact is neither a zip nor a gzipped tar",
                            "upload the folder that the service runs in, with actions/upload-artifact");
            }
        } catch (FileAlreadyExistsException e) {
            throw UnpackTarget.unsafe(String.valueOf(target.relativize(Path.of(e.getFile()))), "occurs twice");
        }
    }

    private static int magic(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] head = in.readNBytes(2);
            return head.length < 2 ? 0 : (head[0] & 0xff) << 8 | (head[1] & 0xff);
        }
    }

    private static void unzip(Path archive, UnpackTarget into) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                int type = entry.getUnixMode() & 0170000;
                if (entry.isDirectory()) {
                    into.folder(entry.getName());
                } else if (type != 0 && type != 0100000) {
                    throw UnpackTarget.unsafe(entry.getName(), "is a link or a device");
                } else {
                    try (InputStream in = zip.getInputStream(entry)) {
                        into.file(entry.getName(), entry.getUnixMode(), in);
                    }
                }
            }
        }
    }

    private static void untar(Path archive, UnpackTarget into) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isDirectory()) {
                    into.folder(entry.getName());
                } else if (!isPlain(entry)) {
                    throw UnpackTarget.unsafe(entry.getName(), "is a link or a device");
                } else {
                    into.file(entry.getName(), entry.getMode(), tar);
                }
            }
        }
    }

    /** Goes by the type alone: the library takes everything that is no folder for a file. */
    private static boolean isPlain(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM;
    }
}
