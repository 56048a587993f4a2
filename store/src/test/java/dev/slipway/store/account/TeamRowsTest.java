package dev.slipway.store.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class TeamRowsTest {

    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    @EachDatabase
    void team_knowsItsMembersAndTheyIt(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(sql -> {
                TeamRows.create(sql, "ops", NOW);
                TeamRows.create(sql, "dev", NOW);
                assertThat(TeamRows.join(sql, "ops", "linus", NOW)).isTrue();
                assertThat(TeamRows.join(sql, "ops", "ada", NOW)).isTrue();
                assertThat(TeamRows.join(sql, "ops", "ada", NOW)).isFalse();
                assertThat(TeamRows.join(sql, "dev", "ada", NOW)).isTrue();
            });
            assertThat(database.<List<Team>>read(TeamRows::list))
                    .containsExactly(
                            new Team("dev", List.of("ada"), NOW), new Team("ops", List.of("ada", "linus"), NOW));
            assertThat(database.<Set<String>>read(sql -> TeamRows.of(sql, "ada")))
                    .containsExactlyInAnyOrder("dev", "ops");
            database.execute(sql -> {
                assertThat(TeamRows.leave(sql, "ops", "ada")).isTrue();
                assertThat(TeamRows.leave(sql, "ops", "ada")).isFalse();
                TeamRows.delete(sql, "dev");
            });
            assertThat(database.<Set<String>>read(sql -> TeamRows.of(sql, "ada")))
                    .isEmpty();
            assertThat(database.<Optional<Team>>read(sql -> TeamRows.find(sql, "dev")))
                    .isEmpty();
        }
    }

    @EachDatabase
    void team_isMadeOnceAndRemovedOnce(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(sql -> TeamRows.create(sql, "ops", NOW));
            assertThatThrownBy(() -> database.execute(sql -> TeamRows.create(sql, "ops", NOW)))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo("team-exists"));
            database.execute(sql -> TeamRows.delete(sql, "ops"));
            assertThatThrownBy(() -> database.execute(sql -> TeamRows.delete(sql, "ops")))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo("no-team"));
        }
    }

    private static Database open(TestDatabase place) {
        Database database = Database.open(DatabaseAddress.parse(place.address()));
        database.execute(sql -> {
            AccountRows accounts = new AccountRows();
            accounts.create(sql, new Account("ada", Role.ADMIN, NOW, false), "hash");
            accounts.create(sql, new Account("linus", Role.REVIEWER, NOW, false), "hash");
        });
        return database;
    }
}
