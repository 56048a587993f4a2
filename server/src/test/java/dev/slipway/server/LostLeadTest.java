package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.Push;
import dev.slipway.server.git.PushState;
import dev.slipway.server.git.RemoteFetch;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.server.project.RemotePolls;
import dev.slipway.server.secret.Keyring;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.control.Holder;
import dev.slipway.store.control.Leadership;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** Two servers over one database: the one that was only slow finds that another leads, and touches nothing. */
class LostLeadTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.now());

    @EachDatabase
    void formerLeader_tellsNoPushAndMovesNoRef(TestDatabase place) throws Exception {
        GitClient upstream = GitClient.init(folder.resolve("upstream"));
        String first = upstream.commit("a.txt", "1\n");
        try (Home home = Home.open(folder.resolve("home"));
                Database database = Database.open(DatabaseAddress.parse(place.address()))) {
            CountDownLatch asked = new CountDownLatch(3);
            Foundation former = foundation(home, lead(database, asked));
            former.projects().create("shop", Optional.of(remote()), "mia");
            RemotePolls polls = polls(former);
            polls.pollDue();
            await().until(() -> former.journal().in(PushState.RECEIVED).size() == 1);
            clock.advance(LEASE.plusHours(2));
            Foundation leading = foundation(home, lead(database, new CountDownLatch(0)));
            upstream.commit("a.txt", "2\n");

            assertThatThrownBy(polls::pollDue)
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("leadership-lost"));
            List<Push> toldLate = new CopyOnWriteArrayList<>();
            former.deliveries().start(toldLate::add);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            List<Push> told = new CopyOnWriteArrayList<>();
            leading.deliveries().start(told::add);

            await().until(() -> !told.isEmpty());
            former.deliveries().close();
            leading.deliveries().close();
            polls.close();
            assertThat(toldLate).isEmpty();
            assertThat(told).extracting(Push::after).containsExactly(first);
            assertThat(leading.repositories().refs("shop")).containsEntry("refs/heads/main", first);
        }
    }

    /** A leader's database; counts the times that it was refused. */
    private Database lead(Database database, CountDownLatch refused) {
        Leadership leadership = new Leadership(database, clock, LEASE, Holder.here());
        long epoch = leadership.acquire();
        return database.fenced(sql -> {
            try {
                leadership.require(sql, epoch);
            } catch (Problem e) {
                refused.countDown();
                throw e;
            }
        });
    }

    private Foundation foundation(Home home, Database database) {
        ServerConfig config = ServerConfig.parse(List.of("--allow-file-remotes", "--home=" + home.root()), Map.of());
        return Foundation.lay(config, home, database, Keyring.open(home.keys(), null), clock);
    }

    private RemotePolls polls(Foundation of) {
        RemoteFetch fetch = new RemoteFetch(
                of.repositories(),
                (_, _, _) -> List.of(),
                of.journal(),
                of.deliveries(),
                of.config().remotes(),
                clock);
        return new RemotePolls(of.database(), of.projects(), fetch, clock);
    }

    private ProjectRegister.NewRemote remote() {
        return new ProjectRegister.NewRemote(folder.resolve("upstream").toString(), Duration.ofHours(1), null);
    }
}
