package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Teams;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.account.Role;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.InstantSource;
import java.util.List;

/** A gate that asks a team takes whoever is in it at the moment of the approval. */
class TeamReviewTest {

    private static final String GUARDED = Stories.plain()
            .gates("{reviewers: {count: 2, users: [grace, 'team:ops']}}")
            .text();

    @EachDatabase
    void membership_isReadWhenSomebodyApproves(TestDatabase place) {
        try (ServingHouse serving = ServingHouse.at(DatabaseAddress.parse(place.address()))) {
            RolloutHouse house = serving.house();
            Teams teams = teams(serving.database());
            house.work();
            Rollout rollout = house.deploy(house.release("1", GUARDED));
            house.reach(rollout, RolloutState.GATED);

            assertThatThrownBy(() -> approve(house, rollout, "linus"))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.hint()).isEqualTo("reviewers are: grace, team:ops"));
            teams.join("ops", "linus", "root");
            approve(house, rollout, "linus");
            teams.leave("ops", "linus", "root");
            approve(house, rollout, "grace");

            house.reach(rollout, RolloutState.SUCCEEDED);
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
