package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.testkit.SmallDisk;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FullDiskTest {

    private static final int ENTRIES = 200;
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void fullDisk_refusesTheChangeAndKeepsWhatWasConfirmed() {
        try (SmallDisk disk = SmallDisk.of(8 * MEBIBYTE);
                Database database = Database.open(DatabaseAddress.of(null, disk.folder()))) {
            database.execute(sql -> Audit.append(sql, entry("before")));
            disk.fill();
            int confirmed = appendUntilRefused(database, disk);

            assertThat(entries(database)).isEqualTo(1 + confirmed);
            assertThat(database.read(sql -> Audit.verify(sql)).intact()).isTrue();
        }
    }

    @Test
    void roomAgain_letsTheSameServerGoOn() {
        try (SmallDisk disk = SmallDisk.of(8 * MEBIBYTE);
                Database database = Database.open(DatabaseAddress.of(null, disk.folder()))) {
            disk.fill();
            int confirmed = appendUntilRefused(database, disk);
            disk.makeRoom();

            database.execute(sql -> Audit.append(sql, entry("after")));

            assertThat(entries(database)).isEqualTo(confirmed + 1);
        }
    }

    /** There may be room in the pages that the file has already; with every entry that is used up. */
    private static int appendUntilRefused(Database database, SmallDisk disk) {
        for (int i = 0; i < ENTRIES; i++) {
            int before = entries(database);
            try {
                database.execute(sql -> Audit.append(sql, entry("x".repeat(10_000))));
            } catch (Problem full) {
                assertThat(entries(database)).isEqualTo(before);
                assertThat(full.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                assertThat(full.code()).isEqualTo("disk-full");
                assertThat(full.message()).contains(disk.folder().toString(), " free)");
                assertThat(full.hint()).contains("make room");
                return i;
            }
        }
        throw new AssertionError("the disk was never full");
    }

    @Test
    void startOnAFullDisk_saysThatItIsFull() {
        try (SmallDisk disk = SmallDisk.of(8 * MEBIBYTE)) {
            disk.fill();
            assertThatThrownBy(() -> Database.open(DatabaseAddress.of(null, disk.folder())))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("disk-full"))
                    .satisfies(problem ->
                            assertThat(problem.message()).contains(disk.folder().toString()));
        }
    }

    private static int entries(Database database) {
        return database.read(sql -> sql.fetchCount(Columns.table("audit")));
    }

    private static AuditEntry entry(String text) {
        return new AuditEntry(Instant.EPOCH, "ada", "test", "disk", "shop", text);
    }
}
