package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program, such as a shell or a backup, holds the SQLite file. */
class LockedDatabaseTest {

    private static final Table<Record> CONTROL = Columns.table("control");
    private static final Field<String> HOLDER = Columns.text("control", "holder");
    private static final Duration PATIENCE = Duration.ofMillis(300);

    @TempDir
    Path folder;

    @Test
    void lockHeldTooLong_refusesChangesWithTheWayOut() throws IOException {
        try (Database database = open();
                Holder _ = new Holder(file())) {
            assertThatThrownBy(() -> write(database, "blocked"))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("database-locked"))
                    .satisfies(problem -> assertThat(problem.message()).contains(file(), "nothing was changed"))
                    .satisfies(problem -> assertThat(problem.hint()).contains("fuser"));
            assertThat(holder(database)).isEmpty();
        }
    }

    @Test
    void lockThatIsGiven_letsTheNextChangeThrough() throws IOException {
        try (Database database = open()) {
            try (Holder _ = new Holder(file())) {
                assertThatThrownBy(() -> write(database, "blocked")).isInstanceOf(Problem.class);
            }
            write(database, "through");
            assertThat(holder(database)).isEqualTo("through");
        }
    }

    private Database open() {
        return Database.open((DatabaseAddress.Sqlite) DatabaseAddress.of(null, folder), PATIENCE);
    }

    private String file() {
        return folder.resolve("slipway.db").toString();
    }

    private static void write(Database database, String holder) {
        database.execute(sql -> sql.update(CONTROL).set(HOLDER, holder).execute());
    }

    private static String holder(Database database) {
        return database.read(sql -> sql.select(HOLDER).from(CONTROL).fetchSingle(HOLDER));
    }

    /** A process of its own that holds the file for as long as its input is open. */
    private record Holder(Process process) implements AutoCloseable {

        private static final String PROGRAM = """
                import sqlite3, sys
                held = sqlite3.connect(sys.argv[1], isolation_level=None)
                held.execute('begin immediate')
                print('held', flush=True)
                sys.stdin.read()
                """;

        Holder(String file) throws IOException {
            this(new ProcessBuilder("/usr/bin/python3", "-c", PROGRAM, file)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            byte[] said = process.getInputStream().readNBytes(5);
            assertThat(new String(said, StandardCharsets.US_ASCII)).isEqualTo("held\n");
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().join();
        }
    }
}
