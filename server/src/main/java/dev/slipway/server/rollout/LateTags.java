package dev.slipway.server.rollout;

import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.RefRule;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.store.rollout.Environments;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;

/**
 * Tags that a commit gets after its release was made. Where an environment takes only what is tagged, the tag is what
 * people decide with: rollouts that wait for it go on, and a release whose rollout has given way to a newer one, or could
 * not be asked for before, is asked for.
 *
 * <p>A tag never brings back: neither a release that is older than what serves, nor one that has been let in before.
 */
public final class LateTags {

    private static final int SEARCHED = 200;

    /** Ends of rollouts that nobody has let in and nobody has refused. */
    private static final Set<RolloutState> UNDECIDED = EnumSet.of(RolloutState.SUPERSEDED, RolloutState.FAILED);

    private final Books books;
    private final Plans plans;
    private final Clerk clerk;

    public LateTags(Books books, Plans plans, Clerk clerk) {
        this.books = books;
        this.plans = plans;
        this.clerk = clerk;
    }

    /**
     * A tag leads to a commit from now on.
     *
     * @param ref its full name
     */
    public void came(String project, String ref, String commit) {
        books.database().execute(sql -> {
            for (Release release : books.releases().ofProject(sql, project, SEARCHED)) {
                if (release.commit().equals(commit)) {
                    plans.release(release.id()).config().environments().values().stream()
                            .filter(environment -> environment.automatic() && isDecidedBy(ref, release, environment))
                            .forEach(environment -> bring(sql, release, ref, environment));
                }
            }
        });
        books.database().read(books.rollouts()::active).stream()
                .filter(rollout ->
                        rollout.project().equals(project) && rollout.state().isWaiting())
                .forEach(clerk::wake);
    }

    /** Whether the tag lets the release in, and nothing did so before. */
    private static boolean isDecidedBy(String ref, Release release, EnvironmentConfig environment) {
        RefRule rule = environment.gates().refs();
        return !rule.admits(release.ref()) && rule.admits(ref);
    }

    private void bring(DSLContext sql, Release release, String ref, EnvironmentConfig environment) {
        books.environments().reserve(sql, release.project(), environment.name());
        if (isForward(sql, release, environment.name())
                && isUndecided(sql, release, environment.name())
                && environment.after().stream().allMatch(before -> hasSucceeded(sql, release, before))) {
            clerk.request(
                    sql,
                    release.project(),
                    environment.name(),
                    release.id(),
                    Rollout.Kind.DEPLOY,
                    Clerk.SLIPWAY,
                    "its commit got the tag " + ref.replaceFirst("^refs/tags/", ""));
        }
    }

    private boolean isForward(DSLContext sql, Release release, String environment) {
        Optional<Release> serving = books.environments()
                .find(sql, release.project(), environment)
                .flatMap(Environments.Serving::release)
                .map(id -> plans.release(id).release());
        return serving.stream().allMatch(now -> now.createdAt().isBefore(release.createdAt()));
    }

    private boolean isUndecided(DSLContext sql, Release release, String environment) {
        return books.rollouts().ofRelease(sql, release.id(), environment).stream()
                .allMatch(rollout -> UNDECIDED.contains(rollout.state()));
    }

    private boolean hasSucceeded(DSLContext sql, Release release, String environment) {
        return books.rollouts().ofRelease(sql, release.id(), environment).stream()
                .anyMatch(rollout -> rollout.state() == RolloutState.SUCCEEDED);
    }
}
