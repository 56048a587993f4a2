package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.store.control.Lease;
import dev.slipway.store.rollout.Environments.Serving;
import dev.slipway.store.rollout.Rollouts.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Who has which environment to itself, and who waits for it. A lane is a rollout's from its opened gates to its end; what
 * expires is the lease of the server that drives it, and a successor goes on with the rollout under a higher epoch.
 */
public final class Lanes {

    private final Books books;

    public Lanes(Books books) {
        this.books = books;
    }

    /**
     * One environment's lane.
     *
     * @param holder absent while it is free
     * @param waiting rollouts that have not got it yet, oldest first
     */
    public record LaneView(String project, String environment, Optional<HolderView> holder, List<WaitingView> waiting) {

        /** Nobody has it and nobody waits for it. */
        public boolean idle() {
            return holder.isEmpty() && waiting.isEmpty();
        }
    }

    /**
     * The rollout that has an environment to itself.
     *
     * @param since when it got it
     * @param actions what it can be told now
     */
    public record HolderView(
            String rollout,
            String release,
            RolloutState state,
            String reason,
            String requestedBy,
            Instant since,
            List<String> actions) {}

    /** A rollout that waits, for the lane or for other gates before it. */
    public record WaitingView(
            String rollout,
            String release,
            RolloutState state,
            String reason,
            String requestedBy,
            Instant requestedAt) {}

    /** Of all environments that are known, by project and name. */
    public List<LaneView> all() {
        return books.database().read(sql -> {
            List<Rollout> active = books.rollouts().active(sql);
            return books.environments().all(sql).stream()
                    .sorted(Comparator.comparing(Serving::project).thenComparing(Serving::name))
                    .map(serving -> view(sql, serving, active))
                    .toList();
        });
    }

    /** Of one environment; free when nothing was ever asked for there. */
    public LaneView of(String project, String environment) {
        return books.database()
                .read(sql -> books.environments()
                        .find(sql, project, environment)
                        .map(serving -> view(sql, serving, books.rollouts().active(sql, project, environment)))
                        .orElseGet(() -> new LaneView(project, environment, Optional.empty(), List.of())));
    }

    /** The lead of the server that drives rollouts. */
    public Lease lease() {
        return books.database().read(Lease::of);
    }

    private LaneView view(DSLContext sql, Serving serving, List<Rollout> active) {
        List<Rollout> here = active.stream()
                .filter(rollout -> rollout.project().equals(serving.project())
                        && rollout.environment().equals(serving.name()))
                .toList();
        return new LaneView(
                serving.project(),
                serving.name(),
                serving.lane().map(id -> holder(sql, books.rollouts().get(sql, id))),
                here.stream()
                        .filter(rollout -> rollout.state().isWaiting())
                        .map(Lanes::waiting)
                        .toList());
    }

    private HolderView holder(DSLContext sql, Rollout rollout) {
        List<Moment> timeline = books.rollouts().timeline(sql, rollout.id());
        Instant since = timeline.stream()
                .filter(moment -> moment.to().holdsLane())
                .map(Moment::at)
                .findFirst()
                .orElse(rollout.stateSince());
        return new HolderView(
                rollout.id(),
                rollout.release(),
                rollout.state(),
                rollout.reason(),
                rollout.requestedBy(),
                since,
                Commands.possible(rollout, timeline));
    }

    private static WaitingView waiting(Rollout rollout) {
        return new WaitingView(
                rollout.id(),
                rollout.release(),
                rollout.state(),
                rollout.reason(),
                rollout.requestedBy(),
                rollout.requestedAt());
    }
}
