package dev.slipway.runner.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Small files of the runner among those of a job: readable by their owner alone, and never written through a link. */
public final class OwnFile {

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<OpenOption> OVER =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** As stat(2) tells type and rights. */
    private static final int REGULAR_OF_ITS_OWNER = 0100600;

    private OwnFile() {}

    /** @throws java.nio.file.FileAlreadyExistsException when something has its name */
    public static void create(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, NEW, OWNER_ONLY)) {
            write(channel, bytes);
        }
    }

    /**
     * Writes over what it holds, and makes it where it is not. It is not emptied first: of a file that was, ext4 writes the
     * new bytes to the disk when it is closed ("auto_da_alloc" in ext4(5)), for which a step would wait.
     */
    public static void overwrite(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, OVER, OWNER_ONLY)) {
            write(channel, bytes);
            if (channel.size() > bytes.length) {
                channel.truncate(bytes.length);
            }
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    /** Whether it is a plain file under no other name, which its owner alone can read, write and do nothing else with. */
    public static boolean isAsMade(Path file) throws IOException {
        try {
            Map<String, Object> facts = Files.readAttributes(file, "unix:mode,nlink", LinkOption.NOFOLLOW_LINKS);
            return Objects.equals(facts.get("mode"), REGULAR_OF_ITS_OWNER) && Objects.equals(facts.get("nlink"), 1);
        } catch (NoSuchFileException removed) {
            return false;
        }
    }
}
