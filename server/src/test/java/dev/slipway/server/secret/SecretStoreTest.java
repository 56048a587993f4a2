package dev.slipway.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.Projects;
import dev.slipway.store.secret.Setting;
import dev.slipway.testkit.Databases;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreTest {

    private final SettableClock clock = SettableClock.start();

    @TempDir
    private Path directory;

    @EachDatabase
    void get_prefersTheEnvironmentsOwn(TestDatabase place) {
        try (Database database = open(place)) {
            SecretStore secrets = store(database);
            secrets.put("shop", "", "KEY", "all", "ada");
            secrets.put("shop", "", "OTHER", "other", "ada");
            secrets.put("shop", "production", "KEY", "prod", "ada");
            assertThat(secrets.get("shop", "production", "KEY")).contains("prod");
            assertThat(secrets.get("shop", "staging", "KEY")).contains("all");
            assertThat(secrets.values("shop", "production")).isEqualTo(Map.of("KEY", "prod", "OTHER", "other"));
            assertThat(secrets.delete("shop", "production", "KEY", "ada")).isTrue();
            assertThat(secrets.get("shop", "production", "KEY")).contains("all");
        }
    }

    @EachDatabase
    void reveal_givesTheFrozenVersions(TestDatabase place) {
        try (Database database = open(place)) {
            SecretStore secrets = store(database);
            secrets.put("shop", "", "KEY", "old", "ada");
            Map<String, Long> frozen = secrets.newest("shop", "production", List.of("KEY"));
            secrets.put("shop", "production", "KEY", "new", "ada");
            assertThat(secrets.reveal("shop", frozen)).isEqualTo(Map.of("KEY", "old"));
            assertThat(secrets.newest("shop", "production", List.of("KEY"))).isEqualTo(Map.of("KEY", 2L));
            secrets.delete("shop", "", "KEY", "ada");
            assertCode("no-secret", () -> secrets.reveal("shop", frozen));
            assertCode("no-secret", () -> secrets.newest("shop", "production", List.of("KYE")));
        }
    }

    @EachDatabase
    void rotate_keepsOldValuesReadableAndResealsThem(TestDatabase place) {
        try (Database database = open(place)) {
            Keyring keyring = Keyring.open(directory, null);
            SecretStore secrets = new SecretStore(database, keyring, clock);
            secrets.put("shop", "", "KEY", "first", "ada");
            secrets.put("shop", "", "KEY", "second", "ada");
            String before = sealed(secrets);
            keyring.rotate();
            assertThat(secrets.get("shop", "", "KEY")).contains("second");
            assertThat(secrets.resealAll()).isEqualTo(2);
            assertThat(sealed(secrets)).isNotEqualTo(before);
            SecretStore reopened = new SecretStore(database, Keyring.open(directory, null), clock);
            assertThat(reopened.get("shop", "", "KEY")).contains("second");
            assertThat(reopened.reveal("shop", Map.of("KEY", 1L))).isEqualTo(Map.of("KEY", "first"));
        }
    }

    @Test
    void values_areNotInTheClearAnywhere() throws Exception {
        try (TestDatabase place = Databases.sqlite();
                Database database = open(place)) {
            SecretStore secrets = store(database);
            secrets.put("shop", "", "KEY", "hunter2-and-more", "ada");
            Path copy = directory.resolve("copy.db");
            database.snapshotTo(copy);
            List<AuditRecord> log = database.read(context -> Audit.latest(context, 10));
            assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1))
                    .contains("KEY")
                    .doesNotContain("hunter2");
            assertThat(log).hasSize(1);
            assertThat(log + " " + secrets.list("shop")).doesNotContain("hunter2");
        }
    }

    @Test
    void open_refusesAValueMovedToAnotherPlaceOrChanged() throws Exception {
        Keyring keyring = Keyring.open(directory, null);
        String sealed = keyring.sealText("shop/production/KEY", "value");
        assertThat(keyring.openText("shop/production/KEY", sealed)).isEqualTo("value");
        assertCode("secret-sealed", () -> keyring.open("shop/staging/KEY", sealed));
        char last = sealed.charAt(sealed.length() - 2);
        String changed = sealed.substring(0, sealed.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + sealed.substring(sealed.length() - 1);
        assertCode("secret-sealed", () -> keyring.open("shop/production/KEY", changed));
        assertCode("secret-sealed", () -> keyring.open("shop/production/KEY", "in the clear"));
        Keyring other = Keyring.open(Files.createDirectory(directory.resolve("other")), null);
        assertCode("secret-sealed", () -> other.open("shop/production/KEY", sealed));
    }

    @Test
    void keyring_isTheOwnersAloneAndNeedsItsPassphrase() throws Exception {
        String sealed = Keyring.open(directory, "a long passphrase").sealText("place", "value");
        Path file = directory.resolve("secrets.keyset");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Keyring.open(directory, "a long passphrase").openText("place", sealed))
                .isEqualTo("value");
        assertCode("keyring-unusable", () -> Keyring.open(directory, "another"));
        assertCode("keyring-unusable", () -> Keyring.open(directory, null));
    }

    @Test
    void put_refusesNamesThatNoEnvironmentCanHold() {
        try (TestDatabase place = Databases.sqlite();
                Database database = open(place)) {
            SecretStore secrets = store(database);
            for (String name : List.of("", "1A", "A-B", "A=B", "A B", "A/B", "A\n")) {
                assertCode("bad-secret-name", () -> secrets.put("shop", "", name, "value", "ada"));
            }
            assertCode("secret-too-large", () -> secrets.put("shop", "", "KEY", "x".repeat(70_000), "ada"));
        }
    }

    private static String sealed(SecretStore secrets) {
        return secrets.list("shop").stream().map(Setting::content).findFirst().orElseThrow();
    }

    private SecretStore store(Database database) {
        return new SecretStore(database, Keyring.open(directory, null), clock);
    }

    private Database open(TestDatabase place) {
        Database database = Database.open(DatabaseAddress.parse(place.address()));
        database.execute(context -> new Projects().create(context, new Project("shop", "main", null, clock.instant())));
        return database;
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(Problem.class))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
