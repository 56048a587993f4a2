package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.testkit.Databases;
import dev.slipway.testkit.FreePorts;
import dev.slipway.testkit.PostgresServer;
import dev.slipway.testkit.TestDatabase;
import java.time.Duration;
import org.assertj.core.api.AbstractObjectAssert;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LostConnectionTest {

    private static final Table<Record> CONTROL = Columns.table("control");
    private static final Field<String> HOLDER = Columns.text("control", "holder");

    @Test
    void transaction_thatLosesItsConnectionSaysSoAndTheNextSucceeds() {
        try (TestDatabase place = Databases.postgres();
                Database database = Database.open(DatabaseAddress.parse(place.address()))) {
            assertUnavailable(() -> database.execute(context -> {
                write(context, "lost");
                Databases.cutConnections(place);
                write(context, "after");
            }));
            database.execute(context -> write(context, "recovered"));
            assertThat(holder(database)).isEqualTo("recovered");
            assertThat(database.health().healthy()).isTrue();
        }
    }

    @Test
    void transaction_thatLosesItsConnectionOnceBeforeTheCommitIsRepeated() {
        try (TestDatabase place = Databases.postgres();
                Database database = Database.open(DatabaseAddress.parse(place.address()))) {
            int[] runs = {0};
            database.execute(context -> {
                if (runs[0]++ == 0) {
                    Databases.cutConnections(place);
                }
                write(context, "run " + runs[0]);
            });
            assertThat(holder(database)).isEqualTo("run 2");
        }
    }

    @Test
    void commit_thatLosesItsConnectionIsNotRepeated() {
        try (TestDatabase place = Databases.postgres();
                Database database = Database.open(DatabaseAddress.parse(place.address()))) {
            int[] runs = {0};
            assertUnavailable(() -> database.execute(context -> {
                        runs[0]++;
                        write(context, "lost");
                        Databases.cutConnections(place);
                    }))
                    .satisfies(problem -> assertThat(problem.hint()).contains("before you repeat it"));
            assertThat(runs[0]).isEqualTo(1);
            assertThat(holder(database)).isEmpty();
        }
    }

    @Test
    void read_thatLosesItsConnectionOnceIsRepeated() {
        try (TestDatabase place = Databases.postgres();
                Database database = Database.open(DatabaseAddress.parse(place.address()))) {
            database.execute(context -> write(context, "kept"));
            int[] runs = {0};
            String read = database.read(context -> {
                if (runs[0]++ == 0) {
                    Databases.cutConnections(place);
                }
                return context.select(HOLDER).from(CONTROL).fetchSingle(HOLDER);
            });
            assertThat(read).isEqualTo("kept");
            assertThat(runs[0]).isEqualTo(2);
        }
    }

    @Test
    void read_whileTheServerIsAwayFailsSoonAndSpeaksOfNoChange() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Database database = Database.open(DatabaseAddress.parse(postgres.address()))) {
            postgres.down();
            long asked = System.nanoTime();
            assertUnavailable(() -> holder(database))
                    .satisfies(problem -> assertThat(problem.hint()).endsWith("then try again"));
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(9));
            postgres.up();
            assertThat(holder(database)).isEmpty();
        }
    }

    @Test
    void open_ofAServerThatIsNotThereSaysWhereAndHidesThePassword() {
        String address = "postgres://slipway:hunter2@127.0.0.1:" + FreePorts.one() + "/slipway";
        assertUnavailable(() -> Database.open(DatabaseAddress.parse(address)))
                .satisfies(problem -> assertThat(problem.message())
                        .contains("postgres://slipway@127.0.0.1")
                        .doesNotContain("hunter2"));
    }

    private static AbstractObjectAssert<?, Problem> assertUnavailable(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call)
                .asInstanceOf(type(Problem.class))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("database-unavailable"));
    }

    private static void write(DSLContext context, String holder) {
        context.update(CONTROL).set(HOLDER, holder).execute();
    }

    private static String holder(Database database) {
        return database.read(context -> context.select(HOLDER).from(CONTROL).fetchSingle(HOLDER));
    }
}
