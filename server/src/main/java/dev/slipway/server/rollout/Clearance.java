package dev.slipway.server.rollout;

import dev.slipway.delivery.preview.PreviewState;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.store.rollout.Preview;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes away what is left of a preview that ends: first its rollouts, then what it serves, its routes, its instances.
 * Every step looks at what there is and may be taken again after a crash; the preview has ended when a look finds
 * nothing.
 */
final class Clearance {

    private final Books books;
    private final Previews previews;
    private final Clerk clerk;
    private final Fleet fleet;
    private final Router router;
    private final Steering steering;

    Clearance(Books books, Previews previews, Clerk clerk, Fleet fleet, Router router, Steering steering) {
        this.books = books;
        this.previews = previews;
        this.clerk = clerk;
        this.fleet = fleet;
        this.router = router;
        this.steering = steering;
    }

    /**
     * What becomes of an environment.
     *
     * @param ending whether it is a preview that is being taken away: then nothing in it is to be kept
     * @param again when to look again, if at all
     */
    record Outlook(boolean ending, Optional<Instant> again) {}

    /** @param retry when to look again at something that ends and may not say so */
    Outlook look(String project, String environment, Instant retry) {
        Optional<Preview> preview = previews.look(project, environment);
        if (preview.isEmpty() || preview.get().state() == PreviewState.ENDED) {
            return new Outlook(false, Optional.empty());
        }
        if (preview.get().state() == PreviewState.LIVE) {
            return new Outlook(false, Optional.of(preview.get().endsAt()));
        }
        return new Outlook(true, clear(preview.get()) ? Optional.empty() : Optional.of(retry));
    }

    private boolean clear(Preview preview) {
        String project = preview.project();
        String name = preview.name();
        List<Rollout> active = books.database().read(sql -> books.rollouts().active(sql, project, name));
        if (!active.isEmpty()) {
            active.forEach(rollout -> callOff(rollout, preview.reason()));
            return false;
        }
        if (!books.database().transaction(sql -> books.environments().vacate(sql, project, name))) {
            return false;
        }
        router.clear(project, name);
        fleet.names(project, name).forEach(fleet::stop);
        if (!fleet.isEmpty(project, name)) {
            return false;
        }
        previews.ended(preview);
        return true;
    }

    private void callOff(Rollout rollout, String why) {
        boolean can = RolloutTransitions.TABLE.allows(rollout.state(), RolloutEvent.ABORT)
                || rollout.state() == RolloutState.NEEDS_HUMAN;
        if (can) {
            clerk.wake(steering.abort(rollout.id(), new Commands.Word(Clerk.SLIPWAY, "the preview ends, " + why)));
        }
    }
}
