package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.ConfigResult;
import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.store.rollout.Environments;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resolves what rollouts act by. A release never changes, so what was read of it once is kept for a while. */
public final class Plans {

    private static final int KEPT = 200;
    private static final int SEARCHED = 100;

    private final Books books;
    private final Map<String, Parsed> parsed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Parsed> eldest) {
            return size() > KEPT;
        }
    };

    public Plans(Books books) {
        this.books = books;
    }

    /** A release with its configuration. */
    public record Parsed(Release release, DeliveryConfig config) {}

    /**
     * @throws Problem NOT_FOUND when there is no such release, INVALID, code {@code config-unreadable}, when its
     *     configuration no longer means anything to this version
     */
    public Parsed release(String id) {
        synchronized (parsed) {
            Parsed known = parsed.get(id);
            if (known != null) {
                return known;
            }
        }
        Parsed read = read(id);
        synchronized (parsed) {
            parsed.put(id, read);
        }
        return read;
    }

    /**
     * The release when it is one of the project's.
     *
     * @throws Problem NOT_FOUND, code {@code no-release}, with the nearest that exists
     */
    Release ofProject(String project, String id) {
        List<Release> all = books.database().read(sql -> books.releases().ofProject(sql, project, SEARCHED));
        return books.database()
                .read(sql -> books.releases().find(sql, id))
                .filter(release -> release.project().equals(project))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-release",
                        "project " + project + " has no release '" + id + "'",
                        Suggestion.nearest(id, all.stream().map(Release::id).toList())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("`slipway releases` lists those that exist")));
    }

    /** @throws Problem NOT_FOUND, code {@code no-release}, when the project has none yet */
    Release newest(String project) {
        return books.database()
                .read(sql -> books.releases().newest(sql, project))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-release",
                        project + " has no release yet",
                        "push a commit whose workflows succeed"));
    }

    /** The configuration of the project's newest release; absent when it has none yet. */
    public Optional<DeliveryConfig> newestConfig(String project) {
        return books.database()
                .read(sql -> books.releases().newest(sql, project))
                .map(newest -> release(newest.id()).config());
    }

    /** Environments that the project's newest release names, and those that something was ever brought to. */
    public Set<String> environments(String project) {
        Set<String> names = new LinkedHashSet<>();
        books.database()
                .read(sql -> books.releases().newest(sql, project))
                .ifPresent(newest -> names.addAll(
                        release(newest.id()).config().environments().keySet()));
        books.database()
                .read(sql -> books.environments().ofProject(sql, project))
                .forEach(serving -> names.add(serving.name()));
        return names;
    }

    /** @throws Problem NOT_FOUND, code {@code no-environment}, with the nearest that exists */
    public void requireEnvironment(String project, String environment) {
        Set<String> names = environments(project);
        if (!names.contains(environment)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-environment",
                    "project " + project + " has no environment '" + environment + "'",
                    names.isEmpty() ? "a push with a slipway.yml makes them" : Suggestion.hint(environment, names));
        }
    }

    private Parsed read(String id) {
        Release release = books.database().read(sql -> books.releases().get(sql, id));
        String text = books.database().read(sql -> books.releases().configText(sql, id));
        ConfigResult result = ConfigReader.read("slipway.yml", text);
        return new Parsed(
                release,
                result.config()
                        .orElseThrow(() -> Problem.of(
                                Problem.Kind.INVALID,
                                "config-unreadable",
                                "slipway.yml of release " + id + " cannot be used: "
                                        + result.findings().getFirst(),
                                "push a commit with a slipway.yml that `slipway lint` accepts")));
    }

    /**
     * The release as it would be in an environment.
     *
     * @throws Problem NOT_FOUND, code {@code no-environment}, when its configuration has none of this name
     */
    public RolloutPlan.Side side(String release, String environment) {
        Parsed found = release(release);
        EnvironmentConfig config = found.config()
                .environment(environment)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-environment",
                        "slipway.yml of release " + release + " has no environment '" + environment + "'",
                        Suggestion.hint(
                                environment, found.config().environments().keySet())));
        return new RolloutPlan.Side(found.release(), found.config(), config);
    }

    /** Whether the release was made to be shown in a preview, and nowhere else. */
    boolean isForPreviews(RolloutPlan.Side side) {
        return !side.config().release().admits(side.release().ref());
    }

    /** The release that serves in an environment, as it is there; absent where nothing has been brought yet. */
    public Optional<RolloutPlan.Side> serving(String project, String environment) {
        return books.database()
                .read(sql -> books.environments().find(sql, project, environment))
                .flatMap(Environments.Serving::release)
                .map(release -> side(release, environment));
    }

    public RolloutPlan plan(Rollout rollout) {
        Progress progress = rollout.progress();
        if (rollout.isRestart()) {
            return RolloutPlan.restart(
                    side(rollout.release(), rollout.environment()), progress.renewals(), progress.previousRenewals());
        }
        RolloutPlan.Side next = side(rollout.release(), rollout.environment());
        Optional<RolloutPlan.Side> previous = rollout.previous().map(release -> side(release, rollout.environment()));
        return RolloutPlan.of(rollout.kind(), next.release(), next.config(), next.environment(), previous);
    }
}
