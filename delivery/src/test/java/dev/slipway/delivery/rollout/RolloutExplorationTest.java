package dev.slipway.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.TransitionTable.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks every way through the rollout's table, alone and with a second rollout in the same environment. */
class RolloutExplorationTest {

    /** Events that only come of what was observed or of the time that passed, never of a person. */
    private static final Set<RolloutEvent> BY_PEOPLE = EnumSet.of(
            RolloutEvent.ABORT,
            RolloutEvent.RETRY,
            RolloutEvent.ACCEPT,
            RolloutEvent.CLOSE,
            RolloutEvent.SUPERSEDE,
            RolloutEvent.RESUME);

    private static <T> Set<T> reachable(T start, Function<T, Stream<T>> steps) {
        Set<T> seen = new HashSet<>(Set.of(start));
        Deque<T> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            steps.apply(open.remove()).filter(seen::add).forEach(open::add);
        }
        return seen;
    }

    private static Stream<Row<RolloutState, RolloutEvent>> from(RolloutState state) {
        return RolloutTransitions.TABLE.rows().stream().filter(row -> row.from() == state);
    }

    private static Stream<RolloutState> unaccepted(RolloutState state) {
        return from(state).filter(row -> row.event() != RolloutEvent.ACCEPT).map(Row::to);
    }

    private static Set<RolloutState> reachable(RolloutState start) {
        return reachable(start, state -> from(state).map(Row::to));
    }

    @Test
    void everyState_isReachedAndHasAWayToAnEnd() {
        assertThat(reachable(RolloutState.REQUESTED)).containsExactlyInAnyOrder(RolloutState.values());
        for (RolloutState state : RolloutState.values()) {
            assertThat(reachable(state)).as("from " + state).anyMatch(RolloutState::isTerminal);
        }
    }

    @Test
    void everyState_isLeftWithoutAPersonOrAsksForOne() {
        for (RolloutState state : RolloutState.values()) {
            boolean alone = from(state).anyMatch(row -> !BY_PEOPLE.contains(row.event()));

            assertThat(alone || state.isTerminal() || state == RolloutState.NEEDS_HUMAN)
                    .as(state + " goes on by itself")
                    .isTrue();
        }
    }

    @Test
    void abort_isPossibleUntilTheWayBackIsGivenUpAndOnlyAPersonLeadsFromItToASuccess() {
        Set<RolloutState> deaf = EnumSet.of(
                RolloutState.FINISHING,
                RolloutState.ROLLING_BACK,
                RolloutState.CHECKING_ROLLBACK,
                RolloutState.NEEDS_HUMAN);
        for (RolloutState state : RolloutState.values()) {
            if (state.isTerminal() || deaf.contains(state)) {
                continue;
            }
            assertThat(RolloutTransitions.TABLE.allows(state, RolloutEvent.ABORT))
                    .as("abort when " + state)
                    .isTrue();
            assertThat(reachable(
                            RolloutTransitions.TABLE.next(state, RolloutEvent.ABORT),
                            RolloutExplorationTest::unaccepted))
                    .doesNotContain(
                            RolloutState.SUCCEEDED,
                            RolloutState.SHIFTING,
                            RolloutState.PROMOTED,
                            RolloutState.FINISHING);
        }
    }

    /** Whether the instances that the present stage started have passed their smoke tests. */
    private record Tested(RolloutState state, boolean tested) {

        Stream<Tested> next() {
            return from(state)
                    .map(row -> new Tested(
                            row.to(),
                            switch (row.event()) {
                                case VERIFY -> true;
                                case PREPARE, GROW, ACCEPT -> false;
                                case ADMIT, OPEN, HEALTHY, ROUTE, ADVANCE, COMPLETE, HOLD, RESUME, SETTLE -> tested;
                                case BAKED, FINISH, FAIL, ABORT, SUPERSEDE, RESTORE, CONFIRM, ESCALATE, RETRY, CLOSE ->
                                    tested;
                            }));
        }
    }

    @Test
    void traffic_comesOnlyToInstancesThatWereTestedOnEveryWay() {
        Set<RolloutState> moving = EnumSet.of(
                RolloutState.SHIFTING,
                RolloutState.OBSERVING,
                RolloutState.HELD,
                RolloutState.PROMOTED,
                RolloutState.BAKING,
                RolloutState.FINISHING,
                RolloutState.SUCCEEDED);

        assertThat(reachable(new Tested(RolloutState.REQUESTED, false), Tested::next))
                .filteredOn(way -> moving.contains(way.state()))
                .isNotEmpty()
                .allMatch(Tested::tested);
    }

    /** Two rollouts of one environment and who has it: what the table and the lane's rule allow together. */
    private record Pair(List<RolloutState> states, Optional<Integer> lane) {

        Stream<Pair> next() {
            return Stream.of(0, 1).flatMap(self -> from(states.get(self)).flatMap(row -> step(self, row).stream()));
        }

        private Optional<Pair> step(int self, Row<RolloutState, RolloutEvent> row) {
            if (row.event() == RolloutEvent.OPEN && lane.isPresent()) {
                return Optional.empty();
            }
            RolloutState other = states.get(1 - self);
            List<RolloutState> after = self == 0 ? List.of(row.to(), other) : List.of(other, row.to());
            if (row.event() == RolloutEvent.OPEN) {
                return Optional.of(new Pair(after, Optional.of(self)));
            }
            boolean over = row.to().isTerminal();
            return Optional.of(new Pair(after, over ? lane.filter(holder -> holder != self) : lane));
        }
    }

    @Test
    void lane_isNeverHeldByTwoAndNeverByOneThatIsOver() {
        Set<Pair> pairs = reachable(
                new Pair(List.of(RolloutState.REQUESTED, RolloutState.REQUESTED), Optional.empty()), Pair::next);

        assertThat(pairs).hasSizeGreaterThan(RolloutState.values().length);
        assertThat(pairs).allSatisfy(pair -> {
            List<Integer> holding = Stream.of(0, 1)
                    .filter(self -> pair.states().get(self).holdsLane())
                    .toList();
            assertThat(holding).isEqualTo(pair.lane().stream().toList());
        });
    }
}
