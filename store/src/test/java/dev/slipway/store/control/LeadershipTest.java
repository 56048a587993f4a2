package dev.slipway.store.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.rollout.Environments;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class LeadershipTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private final SettableClock clock = SettableClock.start();

    @EachDatabase
    void acquire_refusesASecondServerUntilTheLeaseExpires(TestDatabase place) {
        try (Database database = open(place)) {
            Leadership first = leadership(database, Holder.here());
            Leadership second = leadership(database, Holder.here());
            long epoch = first.acquire();
            assertCode("another-server-leads", second::acquire);
            clock.advance(LEASE.minusSeconds(1));
            first.renew(epoch);
            clock.advance(Duration.ofSeconds(2));
            assertCode("another-server-leads", second::acquire);
            clock.advance(LEASE);
            assertThat(second.acquire()).isGreaterThan(epoch);
        }
    }

    @EachDatabase
    void clockThatIsSet_letsAnotherTakeOverEarlyOrLate_butNeverTwoAct(TestDatabase place) {
        for (Duration jump : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            try (Database database = open(place)) {
                Leadership first = leadership(database, Holder.here());
                Leadership second = leadership(database, Holder.here());
                long old = first.acquire();
                clock.advance(jump);
                if (jump.isNegative()) {
                    assertCode("another-server-leads", second::acquire);
                    first.renew(old);
                    clock.advance(jump.negated());
                }
                long epoch = second.acquire();

                assertCode("leadership-lost", () -> database.execute(context -> first.require(context, old)));
                assertCode("leadership-lost", () -> first.renew(old));
                database.execute(context -> second.require(context, epoch));
                second.release(epoch);
            }
        }
    }

    @EachDatabase
    void lease_tellsWhoLeadsUntilWhenUnderWhichNumber(TestDatabase place) {
        try (Database database = open(place)) {
            assertThat(database.read(Lease::of).holder()).isEmpty();
            Leadership leader = leadership(database, Holder.here());
            long epoch = leader.acquire();

            Lease lease = database.read(Lease::of);

            assertThat(lease.epoch()).isEqualTo(epoch);
            assertThat(lease.holder().orElseThrow())
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(lease.expired(clock.instant())).isFalse();
            clock.advance(LEASE);
            assertThat(lease.expired(clock.instant())).isTrue();
        }
    }

    @EachDatabase
    void require_fencesAFormerLeader(TestDatabase place) {
        try (Database database = open(place)) {
            Leadership first = leadership(database, Holder.here());
            Leadership second = leadership(database, Holder.here());
            long old = first.acquire();
            database.execute(context -> first.require(context, old));
            clock.advance(LEASE);
            long epoch = second.acquire();
            assertCode("leadership-lost", () -> database.execute(context -> first.require(context, old)));
            assertCode("leadership-lost", () -> first.renew(old));
            first.release(old);
            database.execute(context -> second.require(context, epoch));
            second.renew(epoch);
        }
    }

    @EachDatabase
    void fencedDatabase_takesNothingFromAFormerLeader(TestDatabase place) {
        try (Database database = open(place)) {
            Leadership first = leadership(database, Holder.here());
            long old = first.acquire();
            Database fenced = database.fenced(context -> first.require(context, old));
            Environments environments = new Environments();
            fenced.execute(sql -> environments.ensure(sql, "shop", "production"));
            clock.advance(LEASE);
            leadership(database, Holder.here()).acquire();

            assertCode("leadership-lost", () -> fenced.execute(sql -> environments.ensure(sql, "shop", "staging")));
            assertCode("leadership-lost", fenced::passFence);
            assertThat(fenced.read(environments::all))
                    .singleElement()
                    .satisfies(written -> assertThat(written.name()).isEqualTo("production"));
        }
    }

    @EachDatabase
    void release_letsTheNextInAtOnce(TestDatabase place) {
        try (Database database = open(place)) {
            Leadership first = leadership(database, Holder.here());
            long epoch = first.acquire();
            first.release(epoch);
            assertThat(leadership(database, Holder.here()).acquire()).isEqualTo(epoch + 1);
        }
    }

    @EachDatabase
    void acquire_replacesADeadProcessOfThisMachineAtOnce(TestDatabase place) throws Exception {
        try (Database database = open(place)) {
            long epoch = leadership(database, deadProcess()).acquire();

            assertThat(leadership(database, Holder.here()).acquire()).isEqualTo(epoch + 1);
        }
    }

    @EachDatabase
    void acquire_waitsForAProcessOfAnotherMachine(TestDatabase place) throws Exception {
        try (Database database = open(place)) {
            Holder dead = deadProcess();
            Holder elsewhere = new Holder("elsewhere boot pid:[1]", dead.pid(), dead.startTicks(), dead.nonce());
            leadership(database, elsewhere).acquire();
            assertCode("another-server-leads", leadership(database, Holder.here())::acquire);
        }
    }

    private static Holder deadProcess() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        long ticks = ProcessTree.startTicks(process.pid()).orElseThrow();
        Holder here = Holder.here();
        Holder dead = new Holder(here.machine(), process.pid(), ticks, "n");
        assertThat(dead.knownDead()).isFalse();
        process.destroyForcibly().waitFor();
        assertThat(dead.knownDead()).isTrue();
        return dead;
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(Problem.class))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private Leadership leadership(Database database, Holder holder) {
        return new Leadership(database, clock, LEASE, holder);
    }

    private static Database open(TestDatabase place) {
        return Database.open(DatabaseAddress.parse(place.address()));
    }
}
