package dev.slipway.runner.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes archives that depend on nothing but the content: entries sorted by name, one fixed time, modes reduced to
 * "executable or not". So equal files give an equal digest, whoever packs them and when.
 */
public final class ZipWriter {

    /** The earliest time that the format knows; it is a local time by the format's definition. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int EXECUTABLE = 0100755;
    private static final int PLAIN = 0100644;

    private ZipWriter() {}

    /**
     * @param reach to the files
     * @param files to pack, each below the root; links are packed as what they point to
     * @param root that names in the archive are relative to
     * @param level 0 (store) to 9
     */
    public static void write(JobReach reach, List<Path> files, Path root, int level, Path archive)
            throws IOException, InterruptedException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            zip.setLevel(level == 0 ? Deflater.NO_COMPRESSION : level);
            zip.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.NEVER);
            List<Path> sorted = files.stream()
                    .sorted(java.util.Comparator.comparing(file -> name(root, file)))
                    .toList();
            reach.feed(sorted, true, (item, content) -> pack(zip, name(root, item.path()), item, content));
        }
    }

    private static void pack(ZipArchiveOutputStream zip, String name, Feed.Item item, InputStream content)
            throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
        entry.setUnixMode(item.executable() ? EXECUTABLE : PLAIN);
        entry.setSize(item.sizeBytes());
        zip.putArchiveEntry(entry);
        content.transferTo(zip);
        zip.closeArchiveEntry();
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString();
    }
}
