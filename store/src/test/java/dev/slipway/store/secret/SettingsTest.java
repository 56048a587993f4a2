package dev.slipway.store.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.Projects;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;

class SettingsTest {

    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    private final Settings secrets = Settings.secrets();

    @EachDatabase
    void put_countsVersionsAndKeepsTheLast(TestDatabase place) {
        try (Database database = open(place)) {
            assertThat(put(database, "", "KEY", "one")).isEqualTo(1);
            assertThat(put(database, "", "KEY", "two")).isEqualTo(2);
            assertThat(one(database, context -> secrets.find(context, "shop", "", "KEY")))
                    .contains(new Setting("shop", "", "KEY", "two", 2, NOW, "ada"));
        }
    }

    @EachDatabase
    void holdingIn_givesTheProjectsFirstAndNotOtherEnvironments(TestDatabase place) {
        try (Database database = open(place)) {
            put(database, "production", "KEY", "prod");
            put(database, "", "KEY", "all");
            put(database, "staging", "KEY", "stage");
            assertThat(rows(database, context -> secrets.holdingIn(context, "shop", "production")))
                    .extracting(Setting::content)
                    .containsExactly("all", "prod");
            assertThat(rows(database, context -> secrets.list(context, "shop"))).hasSize(3);
            assertThat(rows(database, context -> Settings.variables().list(context, "shop")))
                    .isEmpty();
        }
    }

    @EachDatabase
    void delete_takesExactlyOne(TestDatabase place) {
        try (Database database = open(place)) {
            put(database, "", "KEY", "all");
            put(database, "production", "KEY", "prod");
            assertThat(delete(database)).isTrue();
            assertThat(delete(database)).isFalse();
            assertThat(rows(database, context -> secrets.list(context, "shop")))
                    .extracting(Setting::environment)
                    .containsExactly("");
        }
    }

    @EachDatabase
    void history_keepsVersionsOverAllEnvironmentsUntilErased(TestDatabase place) {
        try (Database database = open(place)) {
            assertThat(put(database, "", "KEY", "one")).isEqualTo(1);
            assertThat(put(database, "production", "KEY", "two")).isEqualTo(2);
            assertThat(put(database, "", "KEY", "three")).isEqualTo(3);
            assertThat(past(database, 1)).isEqualTo("one");
            assertThat(delete(database)).isTrue();
            assertThat(past(database, 2)).isEqualTo("erased");
            assertThat(put(database, "production", "KEY", "four")).isEqualTo(4);
        }
    }

    @EachDatabase
    void reseal_changesTheFormAndNotTheVersion(TestDatabase place) {
        try (Database database = open(place)) {
            put(database, "", "KEY", "old form");
            database.execute(context ->
                    SecretHistory.all(context).forEach(old -> SecretHistory.reseal(context, old, "new form")));
            assertThat(past(database, 1)).isEqualTo("new form");
            Setting now =
                    rows(database, context -> secrets.list(context, "shop")).getFirst();
            assertThat(now.content()).isEqualTo("new form");
            assertThat(now.version()).isEqualTo(1);
            assertThat(now.toString()).doesNotContain("new form");
        }
    }

    private static String past(Database database, long version) {
        return database.read(context -> SecretHistory.find(context, "shop", "KEY", version)
                .map(SecretHistory.Sealed::sealed)
                .orElse("erased"));
    }

    private boolean delete(Database database) {
        return database.transaction(context -> secrets.delete(context, "shop", "production", "KEY"));
    }

    private long put(Database database, String environment, String name, String content) {
        return database.transaction(context -> secrets.put(context, "shop", environment, name, content, "ada", NOW));
    }

    private static Database open(TestDatabase place) {
        Database database = Database.open(DatabaseAddress.parse(place.address()));
        database.execute(context -> new Projects().create(context, new Project("shop", "main", null, NOW)));
        return database;
    }

    private static <T> Optional<T> one(Database database, Function<DSLContext, Optional<T>> query) {
        return database.read(query);
    }

    private static <T> List<T> rows(Database database, Function<DSLContext, List<T>> query) {
        return database.read(query);
    }
}
