package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Teams;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.account.Role;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A gate that asks a team takes whoever is in it at the moment of the approval. */
class TeamReviewTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GUARDED = Stories.plain()
            .gates("{reviewers: {count: 2, users: [grace, 'team:ops']}}")
            .text();

    @EachDatabase
    void membership_isReadWhenSomebodyApproves(TestDatabase place) {
        try (Database database = Database.open(DatabaseAddress.parse(place.address()));
                ServingPlatform platform = new ServingPlatform();
                RolloutHouse house = new RolloutHouse(database, "shop", Digest.of("web"), () -> platform)) {
            Teams teams = teams(database);
            house.boot(house.crashes.immortal());
            house.start();
            Rollout rollout = house.deploy(house.release("1", GUARDED));
            await().atMost(PATIENCE).until(() -> house.now(rollout).state() == RolloutState.GATED);

            assertThatThrownBy(() -> approve(house, rollout, "linus"))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.hint()).isEqualTo("reviewers are: grace, team:ops"));
            teams.join("ops", "linus", "root");
            approve(house, rollout, "linus");
            teams.leave("ops", "linus", "root");
            approve(house, rollout, "grace");

            await().atMost(PATIENCE).until(() -> house.now(rollout).state() == RolloutState.SUCCEEDED);
        }
    }

    private static Teams teams(Database database) {
        InstantSource clock = InstantSource.system();
        new Accounts(database, clock).create("linus", "a long password", Role.REVIEWER, "root");
        Teams teams = new Teams(database, clock);
        teams.create("ops", List.of(), "root");
        return teams;
    }

    private static void approve(RolloutHouse house, Rollout rollout, String who) {
        house.commands().approve(rollout.id(), new Commands.Word(who, ""));
    }
}
