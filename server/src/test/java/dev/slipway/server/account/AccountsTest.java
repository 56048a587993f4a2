package dev.slipway.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.account.Token;
import dev.slipway.store.account.TokenRows;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import dev.slipway.testkit.Databases;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private static final String PASSWORD = "correct horse battery";

    private final SettableClock clock = SettableClock.start();
    private final TestDatabase place = Databases.sqlite();
    private final Database database = Database.open(DatabaseAddress.parse(place.address()));
    private final Accounts accounts = new Accounts(database, clock);
    private final Tokens tokens = new Tokens(database, clock, accounts);
    private final Sessions sessions = new Sessions(database, clock, accounts);
    private Principal ada;

    @BeforeEach
    void setUp() {
        accounts.setUp(accounts.offerSetup(() -> {}).orElseThrow(), "ada", PASSWORD);
        ada = accounts.principal("ada").orElseThrow();
    }

    @AfterEach
    void close() {
        database.close();
        place.close();
    }

    @Test
    void setUp_worksOnce() {
        assertThat(ada.role()).isEqualTo(Role.ADMIN);
        assertThat(accounts.offerSetup(() -> {})).isEmpty();
        assertCode("bad-setup-token", () -> accounts.setUp("slp_setup_x", "eve", PASSWORD));
    }

    @Test
    void setUp_refusesAnotherTokenAndKeepsItsOwn() {
        try (TestDatabase fresh = Databases.sqlite();
                Database empty = Database.open(DatabaseAddress.parse(fresh.address()))) {
            Accounts first = new Accounts(empty, clock);
            String lost = first.offerSetup(() -> {}).orElseThrow();
            String token = first.offerSetup(() -> {}).orElseThrow();
            assertCode("bad-setup-token", () -> first.setUp(lost, "ada", PASSWORD));
            assertThat(first.setUp(token, "ada", PASSWORD).role()).isEqualTo(Role.ADMIN);
        }
    }

    @Test
    void logIn_tellsTheSameForAWrongNameAndAWrongPassword() {
        assertThat(accounts.logIn("ada", PASSWORD)).isEqualTo(ada);
        Problem wrong = problem(() -> accounts.logIn("ada", "wrong password"));
        Problem nobody = problem(() -> accounts.logIn("nobody", PASSWORD));
        assertThat(wrong.code()).isEqualTo("bad-login");
        assertThat(nobody).hasMessage(wrong.getMessage());
        assertThat(nobody.hint()).isEqualTo(wrong.hint());
    }

    @Test
    void logIn_isHeldAfterFiveWrongPasswordsForThatNameOnly() {
        accounts.create("bob", PASSWORD, Role.VIEWER, "ada");
        String key = tokens.create(ada, "ci", Set.of(Scope.READ), null, null).key();
        for (int i = 0; i < 5; i++) {
            assertCode("bad-login", () -> accounts.logIn("ada", "wrong password"));
        }
        assertCode("too-many-logins", () -> accounts.logIn("ada", PASSWORD));
        assertThat(accounts.logIn("bob", PASSWORD).name()).isEqualTo("bob");
        assertThat(tokens.authenticate(key)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(accounts.logIn("ada", PASSWORD)).isEqualTo(ada);
    }

    @Test
    void password_isKeptAsArgon2idWithItsParameters() {
        String hash = Passwords.hash(PASSWORD);
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(PASSWORD);
        assertThat(Passwords.hash(PASSWORD)).isNotEqualTo(hash);
        assertThat(Passwords.matches(PASSWORD, hash)).isTrue();
        assertThat(Passwords.matches(PASSWORD + " ", hash)).isFalse();
        assertThat(Passwords.matches("", hash)).isFalse();
        assertThat(Passwords.matches(PASSWORD, null)).isFalse();
        assertCode("weak-password", () -> Passwords.hash("short"));
    }

    @Test
    void token_allowsWhatBothScopeAndRoleAllow() {
        accounts.create("rita", PASSWORD, Role.REVIEWER, "ada");
        Principal rita = accounts.principal("rita").orElseThrow();
        assertCode("scope-beyond-yours", () -> tokens.create(rita, "t", Set.of(Scope.PUSH), null, null));
        String key = tokens.create(rita, "t", Set.of(Scope.READ, Scope.REVIEW), "shop", null)
                .key();
        Principal caller = tokens.authenticate(key).orElseThrow();
        assertThat(caller.allows(Scope.REVIEW, "shop")).isTrue();
        assertThat(caller.allows(Scope.REVIEW, "blog")).isFalse();
        assertThat(caller.allows(Scope.READ)).isFalse();
        assertThat(caller.allows(Scope.WRITE, "shop")).isFalse();
        accounts.setRole("rita", Role.VIEWER, "ada");
        assertThat(tokens.authenticate(key).orElseThrow().allows(Scope.REVIEW, "shop"))
                .isFalse();
        assertCode("scope-beyond-yours", () -> tokens.create(caller, "wider", Set.of(Scope.READ), null, null));
    }

    @Test
    void token_endsWithItsTimeItsDeletionAndItsAccount() {
        accounts.create("bob", PASSWORD, Role.MAINTAINER, "ada");
        Principal bob = accounts.principal("bob").orElseThrow();
        Tokens.Made brief = tokens.create(bob, "brief", Set.of(Scope.READ), null, Duration.ofHours(1));
        Tokens.Made deleted = tokens.create(bob, "deleted", Set.of(Scope.READ), null, null);
        Tokens.Made lasting = tokens.create(bob, "lasting", Set.of(Scope.READ), null, null);
        assertThat(tokens.authenticate(brief.key())).isPresent();
        clock.advance(Duration.ofHours(1));
        assertThat(tokens.authenticate(brief.key())).isEmpty();
        accounts.create("eve", PASSWORD, Role.MAINTAINER, "ada");
        Principal eve = accounts.principal("eve").orElseThrow();
        assertCode("no-token", () -> tokens.delete(eve, deleted.token().id()));
        tokens.delete(bob, deleted.token().id());
        assertThat(tokens.authenticate(deleted.key())).isEmpty();
        accounts.setDisabled("bob", true, "ada");
        assertThat(tokens.authenticate(lasting.key())).isEmpty();
        assertCode("bad-login", () -> accounts.logIn("bob", PASSWORD));
    }

    @Test
    void tokenOfALogin_endsWhenItIsNotUsed_andIsTakenAwayByTheNext() {
        Duration idle = Duration.ofDays(90);
        Tokens.Made used = tokens.logIn(ada, "cli on desk", idle, null);
        Tokens.Made forgotten = tokens.logIn(ada, "cli on lap", idle, null);
        Tokens.Made lasting = tokens.create(ada, "ci", Set.of(Scope.READ), null, null);
        clock.advance(Duration.ofDays(89));
        assertThat(tokens.authenticate(used.key())).isPresent();

        clock.advance(Duration.ofDays(1));

        assertThat(tokens.authenticate(used.key())).isPresent();
        assertThat(tokens.authenticate(forgotten.key())).isEmpty();
        assertThat(tokens.authenticate(lasting.key())).isPresent();
        assertThat(names()).containsExactlyInAnyOrder("cli on desk", "ci");
        tokens.logIn(ada, "cli on lap", idle, forgotten.key());
        assertThat(stored()).isEqualTo(3);
        clock.advance(idle);
        assertThat(names()).containsExactly("ci");
    }

    @Test
    void loginAgain_replacesTheTokenOfTheLoginBefore_butNoneThatWasMadeOnPurpose() {
        Duration idle = Duration.ofDays(90);
        accounts.create("bob", PASSWORD, Role.ADMIN, "ada");
        Principal bob = accounts.principal("bob").orElseThrow();
        Tokens.Made first = tokens.logIn(ada, "cli", idle, null);
        Tokens.Made bobs = tokens.logIn(bob, "cli", idle, null);
        Tokens.Made ci = tokens.create(ada, "ci", Set.of(Scope.READ), null, null);

        Tokens.Made second = tokens.logIn(ada, "cli", idle, first.key());
        tokens.logIn(ada, "cli", idle, ci.key());
        tokens.logIn(ada, "cli", idle, bobs.key());

        assertThat(tokens.authenticate(first.key())).isEmpty();
        assertThat(tokens.authenticate(second.key())).isPresent();
        assertThat(tokens.authenticate(ci.key())).isPresent();
        assertThat(tokens.authenticate(bobs.key())).isPresent();
    }

    private List<String> names() {
        return tokens.list(ada).stream().map(Token::name).toList();
    }

    private int stored() {
        return database.read(sql -> new TokenRows().ofAccount(sql, "ada")).size();
    }

    @Test
    void token_remembersItsUseToTheMinute() {
        Tokens.Made made = tokens.create(ada, "ci", Set.of(Scope.READ), null, null);
        assertThat(tokens.list(ada)).extracting(Token::lastUsedAt).containsOnlyNulls();
        tokens.authenticate(made.key());
        assertThat(tokens.list(ada)).extracting(Token::lastUsedAt).containsExactly(clock.instant());
    }

    @Test
    void token_opensAlsoWhereItsUseCannotBeNoted() {
        Tokens.Made made = tokens.create(ada, "ci", Set.of(Scope.READ), null, null);
        Tokens onFullDisk = new Tokens(
                database.fenced(_ -> {
                    throw Problem.of(Problem.Kind.UNAVAILABLE, "disk-full", "no room", "make room");
                }),
                clock,
                accounts);

        assertThat(onFullDisk.authenticate(made.key()).map(Principal::name)).contains(ada.name());
    }

    @Test
    void setupToken_isTakenAwayOnceItWasUsed() {
        try (TestDatabase another = Databases.sqlite();
                Database fresh = Database.open(DatabaseAddress.parse(another.address()))) {
            Accounts first = new Accounts(fresh, clock);
            AtomicInteger used = new AtomicInteger();
            String token = first.offerSetup(used::incrementAndGet).orElseThrow();
            assertCode("bad-setup-token", () -> first.setUp("slp_setup_guess", "eve", PASSWORD));
            assertThat(used).hasValue(0);
            first.setUp(token, "ada", PASSWORD);
            assertThat(used).hasValue(1);
        }
    }

    @Test
    void session_isNewAtEachLoginAndEndsTheFormer() {
        Sessions.Begun first = sessions.begin(ada, "planted by somebody");
        assertThat(sessions.authenticate("planted by somebody")).isEmpty();
        Sessions.Begun second = sessions.begin(ada, first.cookie());
        assertThat(sessions.authenticate(first.cookie())).isEmpty();
        assertThat(sessions.authenticate(second.cookie())).contains(ada);
        clock.advance(Duration.ofDays(7));
        assertThat(sessions.authenticate(second.cookie())).isEmpty();
    }

    @Test
    void session_endsWithANewPassword() {
        Sessions.Begun begun = sessions.begin(ada, null);
        accounts.setPassword("ada", "another long password", "ada");
        assertThat(sessions.authenticate(begun.cookie())).isEmpty();
        assertCode("bad-login", () -> accounts.logIn("ada", PASSWORD));
    }

    @Test
    void loginLink_opensOnceAndNotLate() {
        String link = sessions.linkFor(ada);
        Sessions.Begun begun = sessions.follow(link, null).orElseThrow();
        assertThat(sessions.authenticate(begun.cookie())).isPresent();
        assertThat(sessions.follow(link, null)).isEmpty();
        String late = sessions.linkFor(ada);
        clock.advance(Duration.ofMinutes(5));
        assertThat(sessions.follow(late, null)).isEmpty();
    }

    @Test
    void account_lastAdministratorStays() {
        assertCode("last-administrator", () -> accounts.setDisabled("ada", true, "ada"));
        assertCode("last-administrator", () -> accounts.setRole("ada", Role.VIEWER, "ada"));
        assertThat(accounts.principal("ada")).map(Principal::role).contains(Role.ADMIN);
    }

    @Test
    void account_namesThatCouldPassForOthersAreRefused() {
        for (String name : List.of("system", "Ada", "a/b", "", "-a", "a b", "a\nb")) {
            assertCode("bad-account-name", () -> accounts.create(name, PASSWORD, Role.VIEWER, "ada"));
        }
        assertCode("account-exists", () -> accounts.create("ada", PASSWORD, Role.VIEWER, "ada"));
    }

    @Test
    void nothingThatOpensADoorIsKeptOrRecordedOrPrinted() throws Exception {
        Tokens.Made token = tokens.create(ada, "ci", Set.of(Scope.READ), null, null);
        Sessions.Begun begun = sessions.begin(ada, null);
        String link = sessions.linkFor(ada);
        List<String> keys = List.of(PASSWORD, token.key(), begun.cookie(), link);
        Path copy = Files.createTempDirectory("slipway-copy").resolve("copy.db");
        database.snapshotTo(copy);
        String stored = Files.readString(copy, StandardCharsets.ISO_8859_1);
        List<AuditRecord> log = database.read(context -> Audit.latest(context, 100));
        String printed = log + " " + token + begun + sessions.authenticate(begun.cookie());
        assertThat(stored).contains("argon2id").doesNotContain(keys);
        assertThat(printed).contains("logged in with a browser").doesNotContain(keys);
        Files.delete(copy);
        Files.delete(copy.getParent());
    }

    private static Problem problem(ThrowingCallable call) {
        return Optional.ofNullable(org.assertj.core.api.Assertions.catchThrowableOfType(Problem.class, call))
                .orElseThrow();
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(Problem.class))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
