package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.testkit.Databases;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    private static final Table<Record> CONTROL = Columns.table("control");
    private static final Field<Long> ID = Columns.number("control", "id");
    private static final Field<Long> EPOCH = Columns.number("control", "epoch");
    private static final Field<String> HOLDER = Columns.text("control", "holder");

    @TempDir
    private Path directory;

    @EachDatabase
    void transaction_commitsAllOrNothing(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(
                    context -> context.update(CONTROL).set(HOLDER, "one").execute());
            assertThatThrownBy(() -> database.execute(context -> {
                        context.update(CONTROL).set(HOLDER, "two").execute();
                        throw new IllegalStateException("halfway");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(holder(database)).isEqualTo("one");
        }
    }

    @EachDatabase
    void transaction_joinsTheOuterOne(TestDatabase place) {
        try (Database database = open(place)) {
            assertThatThrownBy(() -> database.execute(outer -> {
                        database.execute(inner ->
                                inner.update(CONTROL).set(HOLDER, "inner").execute());
                        assertThat(holder(database)).isEqualTo("inner");
                        throw new IllegalStateException("outer fails");
                    }))
                    .hasMessage("outer fails");
            assertThat(holder(database)).isEmpty();
        }
    }

    @EachDatabase
    void transaction_isDoomedByAnInnerFailureThatWasSwallowed(TestDatabase place) {
        try (Database database = open(place)) {
            assertThatThrownBy(() -> database.execute(outer -> {
                        outer.update(CONTROL).set(HOLDER, "outer").execute();
                        assertThatThrownBy(() -> database.execute(inner -> {
                                    throw new IllegalArgumentException("inner fails");
                                }))
                                .hasMessage("inner fails");
                    }))
                    .hasMessageContaining("none of it can be committed");
            assertThat(holder(database)).isEmpty();
        }
    }

    @EachDatabase
    void afterCommit_runsOnlyWhenCommitted(TestDatabase place) {
        List<String> seen = new ArrayList<>();
        try (Database database = open(place)) {
            database.execute(context -> {
                context.update(CONTROL).set(HOLDER, "kept").execute();
                Database.afterCommit(context, () -> seen.add(holder(database)));
            });
            assertThatThrownBy(() -> database.execute(context -> {
                        Database.afterCommit(context, () -> seen.add("never"));
                        throw new IllegalStateException("undone");
                    }))
                    .hasMessage("undone");
        }
        assertThat(seen).containsExactly("kept");
    }

    @EachDatabase
    void read_refusesToWrite(TestDatabase place) {
        try (Database database = open(place)) {
            assertThatThrownBy(() -> database.read(
                            context -> context.update(CONTROL).set(HOLDER, "x").execute()))
                    .isInstanceOf(org.jooq.exception.DataAccessException.class);
            assertThat(holder(database)).isEmpty();
        }
    }

    @EachDatabase
    void transactions_800AtOnceAllSucceed(TestDatabase place) throws Exception {
        try (Database database = open(place);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 800; i++) {
                done.add(threads.submit(() -> database.execute(DatabaseTest::increment)));
            }
            for (Future<?> future : done) {
                future.get();
            }
            assertThat(database.<Long>read(
                            context -> context.select(EPOCH).from(CONTROL).fetchSingle(EPOCH)))
                    .isEqualTo(800);
        }
    }

    @EachDatabase
    void update_ofAStaleVersionIsRefused(TestDatabase place) {
        try (Database database = open(place)) {
            assertThat(database.<Long>transaction(context ->
                            Versions.update(context, CONTROL, ID.eq(1L), EPOCH, 0, Map.of(HOLDER, "first"), "the row")))
                    .isEqualTo(1);
            assertThatThrownBy(() -> database.transaction(context -> Versions.update(
                            context, CONTROL, ID.eq(1L), EPOCH, 0, Map.of(HOLDER, "second"), "the row")))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("stale-version"));
            assertThat(holder(database)).isEqualTo("first");
        }
    }

    @EachDatabase
    void open_keepsWhatIsThere(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(
                    context -> context.update(CONTROL).set(HOLDER, "kept").execute());
        }
        try (Database database = open(place)) {
            assertThat(holder(database)).isEqualTo("kept");
            assertThat(database.health().healthy()).isTrue();
        }
    }

    @Test
    void snapshot_isACompleteDatabase() {
        Path copy = directory.resolve("copy.db");
        try (TestDatabase place = Databases.sqlite();
                Database database = open(place)) {
            database.execute(
                    context -> context.update(CONTROL).set(HOLDER, "kept").execute());
            database.snapshotTo(copy);
            assertThatThrownBy(() -> database.snapshotTo(copy))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("snapshot-failed"));
        }
        try (Database restored = Database.open(new DatabaseAddress.Sqlite(copy))) {
            assertThat(holder(restored)).isEqualTo("kept");
        }
    }

    private static void increment(org.jooq.DSLContext context) {
        context.update(CONTROL).set(EPOCH, EPOCH.plus(1)).execute();
    }

    private static String holder(Database database) {
        return database.read(context -> context.select(HOLDER).from(CONTROL).fetchSingle(HOLDER));
    }

    private static Database open(TestDatabase place) {
        return Database.open(DatabaseAddress.parse(place.address()));
    }
}
