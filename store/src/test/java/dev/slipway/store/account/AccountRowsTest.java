package dev.slipway.store.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.DSLContext;

class AccountRowsTest {

    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final String HASH = "ab".repeat(32);
    private static final Account ADA = new Account("ada", Role.ADMIN, NOW, false);

    private final AccountRows accounts = new AccountRows();
    private final TokenRows tokens = new TokenRows();
    private final SessionRows sessions = new SessionRows();
    private final LoginLinkRows links = new LoginLinkRows();
    private final SetupRow setup = new SetupRow();

    @EachDatabase
    void account_isKeptAndChanged(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(context -> {
                accounts.setRole(context, "ada", Role.REVIEWER);
                accounts.setDisabled(context, "ada", true);
                accounts.setPasswordHash(context, "ada", "other");
            });
            assertThat(database.read(accounts::list)).containsExactly(new Account("ada", Role.REVIEWER, NOW, true));
            assertThat(one(database, context -> accounts.passwordHash(context, "ada")))
                    .contains("other");
            assertCode("account-exists", database, "ada");
        }
    }

    @EachDatabase
    void token_isFoundByItsHashAlone(TestDatabase place) {
        Token token = new Token(
                "tok-1",
                "ada",
                "ci",
                Set.of(Scope.READ, Scope.PUSH),
                "shop",
                NOW,
                null,
                NOW.plusSeconds(9),
                Duration.ofDays(90));
        try (Database database = open(place)) {
            database.execute(context -> tokens.create(context, token, HASH));
            assertThat(one(database, context -> tokens.byHash(context, HASH))).contains(token);
            assertThat(one(database, context -> tokens.byHash(context, "ci"))).isEmpty();
            database.execute(context -> tokens.used(context, "tok-1", NOW.plusSeconds(1)));
            assertThat(rows(database, context -> tokens.ofAccount(context, "ada")))
                    .extracting(Token::lastUsedAt)
                    .containsExactly(NOW.plusSeconds(1));
            assertThat(database.<Boolean>transaction(context -> tokens.delete(context, "tok-1")))
                    .isTrue();
            assertThat(one(database, context -> tokens.find(context, "tok-1"))).isEmpty();
        }
    }

    @EachDatabase
    void session_endsWithItsTime(TestDatabase place) {
        Instant end = NOW.plus(Duration.ofHours(1));
        BrowserSession session = new BrowserSession(HASH, "ada", NOW, end);
        try (Database database = open(place)) {
            database.execute(context -> sessions.create(context, session));
            assertThat(one(database, context -> sessions.find(context, HASH, end.minusMillis(1))))
                    .contains(session);
            assertThat(one(database, context -> sessions.find(context, HASH, end)))
                    .isEmpty();
            database.execute(context -> sessions.deleteOf(context, "ada"));
            assertThat(one(database, context -> sessions.find(context, HASH, NOW)))
                    .isEmpty();
        }
    }

    @EachDatabase
    void loginLink_opensOnceEvenForManyAtOnce(TestDatabase place) throws Exception {
        try (Database database = open(place);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.execute(context -> links.create(context, HASH, "ada", NOW.plusSeconds(60)));
            List<Future<Boolean>> uses = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> database.transaction(
                            context -> links.use(context, HASH, NOW).isPresent())))
                    .toList();
            int opened = 0;
            for (Future<Boolean> use : uses) {
                opened += use.get() ? 1 : 0;
            }
            assertThat(opened).isEqualTo(1);
        }
    }

    @EachDatabase
    void setup_worksOnceAndOnlyWithTheLastToken(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(context -> setup.offer(context, "lost", NOW));
            database.execute(context -> setup.offer(context, HASH, NOW));
            assertThat(use(database, "lost")).isFalse();
            assertThat(use(database, HASH)).isTrue();
            assertThat(use(database, HASH)).isFalse();
            database.execute(context -> setup.offer(context, "again", NOW));
            assertThat(use(database, "again")).isFalse();
        }
    }

    private boolean use(Database database, String hash) {
        return database.transaction(context -> setup.use(context, hash, NOW));
    }

    private void assertCode(String code, Database database, String name) {
        Account twin = new Account(name, Role.VIEWER, NOW, false);
        assertThatThrownBy(() -> database.execute(context -> accounts.create(context, twin, "hash")))
                .asInstanceOf(type(Problem.class))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private Database open(TestDatabase place) {
        Database database = Database.open(DatabaseAddress.parse(place.address()));
        database.execute(context -> accounts.create(context, ADA, "hash"));
        return database;
    }

    private static <T> Optional<T> one(Database database, Function<DSLContext, Optional<T>> query) {
        return database.read(query);
    }

    private static <T> List<T> rows(Database database, Function<DSLContext, List<T>> query) {
        return database.read(query);
    }
}
