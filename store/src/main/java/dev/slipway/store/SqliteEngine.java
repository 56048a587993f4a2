package dev.slipway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in WAL mode: one connection writes, several read beside it. Writers queue for that connection instead of for
 * the file's lock, and begin IMMEDIATE, so none fails halfway because another came first. {@code synchronous=FULL}: a
 * rollout relies on its intent being on the disk before the effect happens, also when the power fails right after; WAL
 * with NORMAL would keep the file consistent but could forget the last commits. The price is one fsync per commit.
 */
record SqliteEngine(HikariDataSource writers, HikariDataSource readers, Path file) implements Engine {

    private static final int READERS = 4;

    /** How long other programs may hold the file before a transaction is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    static SqliteEngine open(DatabaseAddress.Sqlite address, Duration patience) {
        Path file = address.file().toAbsolutePath().normalize();
        prepareFile(file);
        SQLiteDataSource writer = source(file, SQLiteConfig.TransactionMode.IMMEDIATE, patience);
        migrate(writer, file);
        HikariDataSource writers = pool("slipway-write", writer, 1, "pragma query_only = off");
        HikariDataSource readers = pool(
                "slipway-read",
                source(file, SQLiteConfig.TransactionMode.DEFERRED, patience),
                READERS,
                "pragma query_only = on");
        return new SqliteEngine(writers, readers, file);
    }

    private static void migrate(DataSource writer, Path file) {
        try {
            Schema.migrate(writer, file.toString(), Optional.empty());
        } catch (Problem e) {
            throw e.kind() == Problem.Kind.UNAVAILABLE && DiskSpace.isExhausted(folder(file))
                    ? DiskSpace.full(folder(file), e.message(), e)
                    : e;
        }
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.SQLITE;
    }

    @Override
    public String place() {
        return file.toString();
    }

    Path folder() {
        return folder(file);
    }

    private static Path folder(Path file) {
        return file.resolveSibling(".").normalize();
    }

    @Override
    public void snapshotTo(Path target) {
        DataSource source = source(file, SQLiteConfig.TransactionMode.DEFERRED, PATIENCE);
        try (Connection connection = source.getConnection();
                PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
            vacuum.setString(1, target.toAbsolutePath().toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "snapshot-failed",
                    "the database could not be copied to " + target + ": " + e.getMessage(),
                    "the target must not exist, its directory must be writable and have room",
                    e);
        }
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }

    private static HikariDataSource pool(String name, DataSource source, int size, String first) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        // The driver begins the next transaction at once after each commit: an idle writer would hold the file's lock.
        config.setAutoCommit(true);
        config.setConnectionTimeout(30_000);
        config.setMaxLifetime(0);
        config.setConnectionInitSql(first);
        return new HikariDataSource(config);
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig.TransactionMode mode, Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) patience.toMillis());
        config.setTransactionMode(mode);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** The state holds password hashes: the file and its directory are the owner's alone. */
    private static void prepareFile(Path file) {
        try {
            Path directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw DiskSpace.problem(
                    folder(file), "database-unavailable", "the database " + file + " cannot be used", e);
        }
    }
}
