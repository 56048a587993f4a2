package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ConfigDiff;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.Commit;
import dev.slipway.server.git.History;
import dev.slipway.store.rollout.Environments.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a deploy would change, before anybody asks for it. */
public final class Forecast {

    private static final int MOST_COMMITS = 100;

    private final Books books;
    private final Plans plans;
    private final Gatehouse gatehouse;
    private final History history;
    private final ServedSecrets secrets;
    private final Precedence precedence;

    Forecast(Books books, Plans plans, Gatehouse gatehouse, History history, ServedSecrets secrets) {
        this.books = books;
        this.plans = plans;
        this.gatehouse = gatehouse;
        this.history = history;
        this.secrets = secrets;
        this.precedence = new Precedence(books, plans);
    }

    /**
     * What a deploy would change.
     *
     * @param from what serves now
     * @param secrets whose versions differ from those that serve now
     * @param rollout the one that brings it there already
     * @param refusal why a deploy would be refused now; absent when it would begin, and wait for its gates
     * @param gates as they stand for the rollout that brings it there already; else as they would stand for one
     */
    public record PlanView(
            String release,
            Optional<String> from,
            String environment,
            String strategy,
            List<CommitView> commits,
            List<ConfigDiff.Change> configDiff,
            List<ServedSecrets.Change> secrets,
            List<String> migrations,
            Optional<String> rollout,
            Optional<String> refusal,
            List<GateStatus> gates,
            List<String> warnings) {

        /** True when the release serves there already, so that a deploy could bring changed secrets only. */
        public boolean again() {
            return from.equals(Optional.of(release));
        }
    }

    /** A commit in a list. */
    public record CommitView(String commit, String title, String author) {}

    /**
     * What a deploy would change.
     *
     * @param release absent for the project's newest
     */
    PlanView plan(String project, String environment, Optional<String> release, String who) {
        String chosen = release.map(id -> plans.ofProject(project, id))
                .orElseGet(() -> plans.newest(project))
                .id();
        RolloutPlan.Side next = plans.side(chosen, environment);
        Optional<Serving> place =
                books.database().read(sql -> books.environments().find(sql, project, environment));
        Optional<RolloutPlan.Side> serving = place.flatMap(Serving::release).map(id -> plans.side(id, environment));
        List<ServedSecrets.Change> secretChanges =
                place.flatMap(Serving::release).isPresent() ? secrets.changes(next, place) : List.of();
        List<String> warnings = new ArrayList<>(warnings(next, serving, secretChanges));
        secrets.missing(next).ifPresent(missing -> warnings.add(missing + ": the rollout would fail"));
        Optional<Rollout> underWay =
                books.database().read(sql -> books.rollouts().active(sql, project, environment)).stream()
                        .filter(rollout -> rollout.release().equals(chosen) && !rollout.isRestart())
                        .findFirst();
        underWay.ifPresent(
                rollout -> warnings.add("it is on its way there already: " + rollout.id() + " is " + rollout.state()));
        List<CommitView> commits = commits(project, serving, next, warnings);
        List<ConfigDiff.Change> changes = serving.map(old -> ConfigDiff.between(old.config(), next.config()))
                .orElse(List.of());
        return new PlanView(
                chosen,
                serving.map(side -> side.release().id()),
                environment,
                next.environment().strategy().word(),
                commits,
                changes,
                secretChanges,
                migrations(next),
                underWay.map(Rollout::id),
                underWay.isPresent() ? Optional.empty() : refusal(environment, chosen),
                underWay.map(rollout -> gatehouse.look(rollout, plans.plan(rollout)))
                        .orElseGet(() -> gatehouse.preview(next, who)),
                warnings);
    }

    private Optional<String> refusal(String environment, String release) {
        return books.database()
                .read(sql -> precedence.refusal(sql, environment, release))
                .map(Problem::message);
    }

    /** A commit may be gone from the repository, after a forced push: its artifacts are kept, and it can be deployed. */
    private List<CommitView> commits(
            String project, Optional<RolloutPlan.Side> serving, RolloutPlan.Side next, List<String> warnings) {
        Optional<String> from = serving.map(side -> side.release().commit());
        try {
            return history.between(project, from, next.release().commit(), MOST_COMMITS).stream()
                    .map(Forecast::view)
                    .toList();
        } catch (Problem e) {
            if (e.kind() != Problem.Kind.NOT_FOUND) {
                throw e;
            }
            warnings.add("what was committed in between is not known: " + e.message());
            return List.of();
        }
    }

    private static CommitView view(Commit commit) {
        return new CommitView(commit.id(), commit.title(), commit.author());
    }

    private static List<String> migrations(RolloutPlan.Side next) {
        List<String> words = new ArrayList<>();
        next.services()
                .forEach(service -> service.migrations().ifPresent(migrations -> {
                    if (!migrations.expand().isEmpty()) {
                        words.add(
                                service.name() + " expands before it starts: " + String.join(" ", migrations.expand()));
                    }
                    if (!migrations.contract().isEmpty()) {
                        words.add(service.name() + " contracts after the bake, from where nothing leads back: "
                                + String.join(" ", migrations.contract()));
                    }
                }));
        return words;
    }

    private static List<String> warnings(
            RolloutPlan.Side next, Optional<RolloutPlan.Side> serving, List<ServedSecrets.Change> secretChanges) {
        List<String> words = new ArrayList<>();
        if (serving.isPresent()
                && serving.get().release().id().equals(next.release().id())) {
            words.add(
                    secretChanges.isEmpty()
                            ? "it serves already and no secret has changed: there is nothing to deploy"
                            : "it serves already: a deploy brings the changed secrets only");
        }
        boolean oneWay = next.services().stream()
                .flatMap(service -> service.migrations().stream())
                .anyMatch(migrations -> !migrations.reversible());
        if (oneWay) {
            words.add(
                    "its migration is declared irreversible: if it fails, a person must decide, nothing is rolled back");
        }
        if (serving.isPresent()
                && serving.get().release().createdAt().isAfter(next.release().createdAt())) {
            words.add("it is older than what serves");
        }
        return words;
    }
}
