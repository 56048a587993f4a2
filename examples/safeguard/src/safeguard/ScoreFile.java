package safeguard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** scores.db: a header and rows separated by tabs. Every change is made under the lock of a file beside it. */
final class ScoreFile {

    private static final int LONGEST_HEADER = 256;

    private final Path path;
    private final Path lock;

    ScoreFile(Path folder) {
        this.path = folder.resolve("scores.db");
        this.lock = folder.resolve("scores.lock");
    }

    /** Adds a row with the columns that the file has now. */
    void append(Score score) throws IOException {
        locked(() -> {
            create();
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                byte[] row = header(file).row(score).getBytes(StandardCharsets.UTF_8);
                file.write(ByteBuffer.wrap(row), file.size());
            }
        });
    }

    /** Adds the column for the score; doing so twice changes nothing. */
    Schema expand() throws IOException {
        locked(() -> {
            create();
            if (schema().version() < Schema.EXPANDED.version()) {
                rewrite(Schema.EXPANDED);
            }
        });
        return schema();
    }

    /** Drops the column for the word; doing so twice changes nothing. */
    Schema contract() throws IOException {
        locked(() -> {
            create();
            if (schema().version() < Schema.EXPANDED.version()) {
                throw new IllegalStateException("scores.db has no score yet: run Migrate expand first");
            }
            if (schema().version() < Schema.CONTRACTED.version()) {
                rewrite(Schema.CONTRACTED);
            }
        });
        return schema();
    }

    Schema schema() throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return header(file);
        }
    }

    /** Bytes in the file; 0 when there is none yet. */
    long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    List<String> rows() throws IOException {
        List<String> lines = Files.readAllLines(path);
        return lines.subList(1, lines.size());
    }

    private void create() throws IOException {
        if (Files.notExists(path)) {
            Files.writeString(path, Schema.FIRST.header());
        }
    }

    /** Writes all rows anew and puts the result in the old file's place at once. */
    private void rewrite(Schema target) throws IOException {
        List<String> from = schema().columns();
        StringBuilder text = new StringBuilder(target.header());
        for (String row : rows()) {
            String[] values = row.split("\t", -1);
            List<String> kept = new ArrayList<>();
            for (String column : target.columns()) {
                int index = from.indexOf(column);
                kept.add(index < 0 ? "" : values[index]);
            }
            text.append(String.join("\t", kept)).append('\n');
        }
        Path fresh = path.resolveSibling("scores.db.new");
        Files.writeString(fresh, text);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Schema header(FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(LONGEST_HEADER);
        file.read(start, 0);
        return Schema.parse(new String(start.array(), StandardCharsets.UTF_8).lines().findFirst().orElse(""));
    }

    private void locked(Change change) throws IOException {
        Files.createDirectories(lock.getParent());
        try (FileChannel channel =
                        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid()) {
                change.make();
            }
        }
    }

    private interface Change {
        void make() throws IOException;
    }
}
