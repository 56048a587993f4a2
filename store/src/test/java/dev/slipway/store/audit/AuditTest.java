package dev.slipway.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jooq.DSLContext;

class AuditTest {

    private final SettableClock clock = SettableClock.start();

    @EachDatabase
    void append_chainsWhatManyWriteAtOnce(TestDatabase place) throws Exception {
        try (Database database = open(place);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String text = "change " + i;
                done.add(threads.submit(() -> database.execute(context -> Audit.append(context, entry(text)))));
            }
            for (Future<?> future : done) {
                future.get();
            }
            assertThat(rows(database, context -> Audit.latest(context, 200)))
                    .extracting(AuditRecord::seq)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 100)
                            .map(seq -> 101 - seq)
                            .boxed()
                            .toList());
            assertThat(database.read(Audit::verify).intact()).isTrue();
        }
    }

    @EachDatabase
    void append_chainsEntriesThatComeTogether(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(context -> Audit.append(context, entry("before")));
            database.execute(context -> Audit.append(context, List.of(entry("a"), entry("b"), entry("c"))));
            database.execute(context -> Audit.append(context, List.of()));
            database.execute(context -> Audit.append(context, entry("after")));
            assertThat(rows(database, context -> Audit.latest(context, 10)))
                    .extracting(row -> row.entry().text())
                    .containsExactly("after", "c", "b", "a", "before");
            assertThat(database.read(Audit::verify).intact()).isTrue();
        }
    }

    @EachDatabase
    void append_isUndoneWithItsTransaction(TestDatabase place) {
        try (Database database = open(place)) {
            assertThatThrownBy(() -> database.execute(context -> {
                        Audit.append(context, entry("never"));
                        throw new IllegalStateException("undone");
                    }))
                    .hasMessage("undone");
            database.execute(context -> Audit.append(context, entry("first")));
            assertThat(rows(database, context -> Audit.latest(context, 10)))
                    .singleElement()
                    .satisfies(row -> assertThat(row.entry()).isEqualTo(entry("first")));
        }
    }

    @EachDatabase
    void latestOf_showsOneProject(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(context -> Audit.append(context, entry("mine")));
            database.execute(context -> Audit.append(
                    context, new AuditEntry(clock.instant(), "ada", "login", "account/ada", null, "logged in")));
            assertThat(rows(database, context -> Audit.latestOf(context, "shop", 10)))
                    .extracting(row -> row.entry().text())
                    .containsExactly("mine");
        }
    }

    @EachDatabase
    void verify_findsAChangedRow(TestDatabase place) {
        assertThat(brokenAfter(place, "update audit set content = 'forged' where seq = 2"))
                .isEqualTo(2);
    }

    @EachDatabase
    void verify_findsARowMovedToAnotherProject(TestDatabase place) {
        assertThat(brokenAfter(place, "update audit set project = null where seq = 3"))
                .isEqualTo(3);
    }

    @EachDatabase
    void verify_findsARemovedRow(TestDatabase place) {
        assertThat(brokenAfter(place, "delete from audit where seq = 1")).isEqualTo(1);
    }

    @EachDatabase
    void verify_findsACutTail(TestDatabase place) {
        assertThat(brokenAfter(place, "delete from audit where seq = 3")).isEqualTo(3);
    }

    @EachDatabase
    void append_recordsTextThatWouldForgeLines(TestDatabase place) {
        try (Database database = open(place)) {
            String hostile = "a\u0000b\n\u001b[31mc \ud800 " + "x".repeat(1000);
            database.execute(context ->
                    Audit.append(context, new AuditEntry(clock.instant(), hostile, "what", hostile, "shop", hostile)));
            AuditRecord row = database.read(context -> Audit.latest(context, 1)).getFirst();
            assertThat(row.entry().text()).startsWith("a\uFFFDb\uFFFD\uFFFD[31mc \uFFFD x");
            assertThat(row.entry().who()).hasSize(100);
            assertThat(database.read(Audit::verify).intact()).isTrue();
        }
    }

    private long brokenAfter(TestDatabase place, String tampering) {
        try (Database database = open(place)) {
            for (String text : List.of("one", "two", "three")) {
                database.execute(context -> Audit.append(context, entry(text)));
            }
            assertThat(database.read(Audit::verify).intact()).isTrue();
            database.execute((DSLContext context) -> context.execute(tampering));
            AuditVerdict verdict = database.read(Audit::verify);
            assertThat(verdict.intact()).isFalse();
            return verdict.brokenAt();
        }
    }

    private AuditEntry entry(String text) {
        return new AuditEntry(clock.instant(), "ada", "rollout.approve", "rollout/rol-1", "shop", text);
    }

    private static Database open(TestDatabase place) {
        return Database.open(DatabaseAddress.parse(place.address()));
    }

    private static <T> List<T> rows(Database database, Function<DSLContext, List<T>> query) {
        return database.read(query);
    }
}
