package dev.slipway.server.rollout;

import dev.slipway.delivery.preview.PreviewState;
import dev.slipway.delivery.rollout.Lineage;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Environments;
import dev.slipway.store.rollout.PreviewRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** What people ask of an environment: a release, or the one before. */
final class Requests {

    /** How many rollouts back a rollback looks. */
    static final int SEARCHED = 50;

    private final Books books;
    private final Plans plans;
    private final Clerk clerk;
    private final Steering steering;
    private final Reviews reviews;
    private final ServedSecrets secrets;
    private final Precedence precedence;

    Requests(Books books, Plans plans, Clerk clerk, Steering steering, Reviews reviews, ServedSecrets secrets) {
        this.books = books;
        this.plans = plans;
        this.clerk = clerk;
        this.steering = steering;
        this.reviews = reviews;
        this.secrets = secrets;
        this.precedence = new Precedence(books, plans);
    }

    /**
     * Asks for a release in an environment.
     *
     * @param release absent for the project's newest
     */
    Rollout deploy(String project, String environment, Optional<String> release, Commands.Word word) {
        return books.database().transaction(sql -> deploy(sql, project, environment, release, word));
    }

    /** The same in an emergency: through every gate, whatever it says. */
    Rollout deployThroughGlass(String project, String environment, Optional<String> release, Commands.Word word) {
        return books.database().transaction(sql -> {
            Rollout asked = deploy(sql, project, environment, release, word);
            reviews.breakGlass(sql, asked, word);
            return asked;
        });
    }

    private Rollout deploy(
            DSLContext sql, String project, String environment, Optional<String> release, Commands.Word word) {
        String chosen = release.map(id -> plans.ofProject(project, id))
                .orElseGet(() -> plans.newest(project))
                .id();
        refuseStray(sql, plans.side(chosen, environment));
        books.environments().reserve(sql, project, environment);
        refuseTwin(sql, project, environment, chosen);
        precedence.refusal(sql, environment, chosen).ifPresent(problem -> {
            throw problem;
        });
        return clerk.request(
                sql, project, environment, chosen, Rollout.Kind.DEPLOY, word.who(), word.reason("asked for"));
    }

    /**
     * Brings the release back that served before: of a rollout that is under way by undoing it, else by a rollout of
     * its own that passes no gates and no stages. A restart that is under way is called off, and waited for.
     */
    Rollout rollback(String project, String environment, Commands.Word word) {
        plans.requireEnvironment(project, environment);
        Optional<Rollout> running =
                books.database().read(sql -> books.rollouts().active(sql, project, environment)).stream()
                        .filter(rollout -> rollout.state().holdsLane())
                        .findFirst();
        if (running.filter(rollout -> !rollout.isRestart()).isPresent()) {
            return steering.abort(running.get().id(), word);
        }
        running.filter(restart -> RolloutTransitions.TABLE.allows(restart.state(), RolloutEvent.ABORT))
                .ifPresent(restart -> steering.abort(restart.id(), word));
        return books.database().transaction(sql -> {
            Environments.Serving serving = books.environments()
                    .find(sql, project, environment)
                    .filter(found -> found.release().isPresent())
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.CONFLICT,
                            "nothing-serves",
                            "nothing serves in " + environment + " of " + project,
                            "there is nothing to roll back; `slipway deploy " + environment + "` brings a release"));
            String target = earlier(sql, serving).release();
            return clerk.request(
                    sql, project, environment, target, Rollout.Kind.ROLLBACK, word.who(), word.reason("rolled back"));
        });
    }

    /** The release that a rollback would bring back; absent where nothing was deployed before what serves. */
    Optional<String> before(String project, String environment) {
        return books.database()
                .read(sql -> books.environments()
                        .find(sql, project, environment)
                        .filter(found -> found.release().isPresent())
                        .flatMap(serving -> earlier(sql, serving, succeeded(sql, serving)))
                        .map(Rollout::release));
    }

    private List<Rollout> succeeded(DSLContext sql, Environments.Serving serving) {
        return books.rollouts().ended(sql, serving.project(), serving.name(), RolloutState.SUCCEEDED, SEARCHED);
    }

    /** The deployment before what serves, by its release or its secrets. */
    private Optional<Rollout> earlier(DSLContext sql, Environments.Serving serving, List<Rollout> succeeded) {
        Map<String, Long> served = serving.rollout()
                .map(id -> ServedSecrets.served(books.rollouts().get(sql, id)))
                .orElse(Map.of());
        return Lineage.of(succeeded).stream()
                .filter(rollout -> !serving.release().equals(Optional.of(rollout.release()))
                        || !rollout.progress().secrets().equals(served))
                .findFirst();
    }

    private Rollout earlier(DSLContext sql, Environments.Serving serving) {
        List<Rollout> succeeded = succeeded(sql, serving);
        Rollout earlier = earlier(sql, serving, succeeded)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.CONFLICT,
                        "no-earlier-release",
                        "nothing was deployed to " + serving.name() + " before what serves there",
                        "`slipway deploy " + serving.name() + " --release R` brings any release"));
        refuseBeyondContract(
                earlier,
                Stream.concat(tried(sql, serving).stream(), succeeded.stream()).toList());
        return earlier;
    }

    /** What serves, when its contract migration was begun and has failed. */
    private Optional<Rollout> tried(DSLContext sql, Environments.Serving serving) {
        return serving.rollout()
                .filter(id -> books.rollouts().reached(sql, id, RolloutState.FINISHING))
                .map(id -> books.rollouts().get(sql, id))
                .filter(rollout -> rollout.state() != RolloutState.SUCCEEDED);
    }

    /** What a contract migration took away since does not come back with the release that worked on it. */
    private void refuseBeyondContract(Rollout earlier, List<Rollout> newestFirst) {
        Optional<Rollout> contracted = newestFirst.stream()
                .takeWhile(later -> !later.id().equals(earlier.id()))
                .filter(later -> !later.release().equals(earlier.release()))
                .filter(this::contracts)
                .findFirst();
        if (contracted.isPresent()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "contracted",
                    earlier.release() + " may not work any more in " + earlier.environment() + ": the migration of "
                            + contracted.get().release() + " has contracted the database since",
                    "push a release that mends it; if " + earlier.release() + " is known to work, `slipway deploy "
                            + earlier.environment() + " --release " + earlier.release() + "` brings it through the"
                            + " gates");
        }
    }

    private boolean contracts(Rollout rollout) {
        return plans.side(rollout.release(), rollout.environment()).services().stream()
                .flatMap(service -> service.migrations().stream())
                .anyMatch(migrations -> !migrations.contract().isEmpty());
    }

    /** What was made for a preview stays in previews; and there is no preview that no branch has. */
    private void refuseStray(DSLContext sql, RolloutPlan.Side side) {
        String environment = side.environment().name();
        if (!side.isPreview() && plans.isForPreviews(side)) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "only-a-preview",
                    side.release().id() + " was made to be shown as a preview of "
                            + side.release().ref() + " and does not go to " + environment,
                    "bring the change to a branch that releases come from: "
                            + String.join(", ", side.config().release().refs()));
        }
        boolean live = PreviewRows.find(sql, side.release().project(), environment)
                .filter(preview -> preview.state() == PreviewState.LIVE)
                .isPresent();
        if (side.isPreview() && !live) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-preview",
                    "there is no preview '" + environment + "' now",
                    "push to its branch; `slipway previews` lists those that exist");
        }
    }

    private void refuseTwin(DSLContext sql, String project, String environment, String release) {
        Optional<Rollout> twin = books.rollouts().active(sql, project, environment).stream()
                .filter(rollout -> rollout.release().equals(release) && !rollout.isRestart())
                .findFirst();
        if (twin.isPresent()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "already-under-way",
                    release + " is already on its way to " + environment + " ("
                            + twin.get().id() + ")",
                    "follow it with `slipway deploy " + environment + " --release " + release + " --wait`");
        }
        Optional<Environments.Serving> serving = books.environments().find(sql, project, environment);
        boolean serves = serving.flatMap(Environments.Serving::release).equals(Optional.of(release));
        if (serves && secrets.changes(plans.side(release, environment), serving).isEmpty()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "already-serves",
                    release + " already serves in " + environment + ", with the secrets that are set now",
                    "choose another release with --release, or set a secret first");
        }
    }
}
