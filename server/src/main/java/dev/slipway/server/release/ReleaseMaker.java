package dev.slipway.server.release;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.PreviewConfig;
import dev.slipway.delivery.config.PreviewName;
import dev.slipway.delivery.config.ReleaseRule;
import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.kernel.Digest;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Checks;
import dev.slipway.server.rollout.Clerk;
import dev.slipway.server.rollout.Previews;
import dev.slipway.server.rollout.Trail;
import dev.slipway.server.run.Unreleased;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a release when the runs of a commit have succeeded and what the services need has been uploaded, and sends it
 * to the environments that take fresh releases. Being told twice of the same commit makes one release: it is named by
 * its digest.
 */
public final class ReleaseMaker {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseMaker.class);

    private static final String PULL = "refs/pull/";

    private final Books books;
    private final Sources sources;
    private final Checks checks;
    private final Clerk clerk;
    private final Trail trail;
    private final InstantSource clock;
    private final Previews previews;

    public ReleaseMaker(
            Books books,
            Sources sources,
            Checks checks,
            Clerk clerk,
            Trail trail,
            InstantSource clock,
            Previews previews) {
        this.previews = previews;
        this.books = books;
        this.sources = sources;
        this.checks = checks;
        this.clerk = clerk;
        this.trail = trail;
        this.clock = clock;
    }

    /** What a release is made of, as the repository and the runs have it. */
    public interface Sources {

        /** The text of {@code slipway.yml} at the commit, absent when it has none. */
        Optional<String> config(String project, String commit);

        /** Digests of the artifacts that the commit's runs uploaded, by name. */
        Map<String, Digest> artifacts(String project, String commit);

        /** The commit that a ref, given by its full name, leads to; absent when it is gone. */
        Optional<String> head(String project, String ref);

        /** The text of {@code slipway.yml} at the head of the default branch, absent when it has none. */
        Optional<String> standing(String project);

        /** What a commit under {@code refs/pull/} is; absent where no run knows of a pull request. */
        Optional<Offer> offer(String project, String commit);

        /** Author as an account where one has this e-mail address or name, and the first line of the message. */
        Authorship authorship(String project, String commit);
    }

    /** Who wrote a commit and how they titled it. */
    public record Authorship(String author, String title) {}

    /**
     * What a pull request offers.
     *
     * @param definition commit that {@code slipway.yml} is read from: for strangers never their own
     * @param head commit of its author, which the commit that is shown merges
     * @param stranger whether it comes from a fork
     */
    public record Offer(String definition, String head, boolean stranger) {}

    /**
     * A commit that was pushed or offered, and by whom.
     *
     * @param ref full name of the ref that was pushed
     */
    public record Candidate(String project, String commit, String ref, String pushedBy) {}

    /** A run of the commit has ended; makes the release if it was the last one that was missing. */
    public Optional<Release> consider(Candidate candidate) {
        Optional<Offer> offer = offer(candidate);
        if (candidate.ref().startsWith(PULL)
                && offer.filter(found -> isAllowed(candidate, found)).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> text =
                sources.config(candidate.project(), offer.map(Offer::definition).orElse(candidate.commit()));
        Optional<DeliveryConfig> config = text.flatMap(ReleaseMaker::read);
        if (config.isEmpty() || !isWanted(candidate, config.get())) {
            return Optional.empty();
        }
        if (!succeeded(config.get().release(), checks.of(candidate.project(), candidate.commit()))) {
            return Optional.empty();
        }
        Map<String, Digest> uploaded = sources.artifacts(candidate.project(), candidate.commit());
        SortedMap<String, Digest> needed = new TreeMap<>();
        for (ServiceConfig service : config.get().services().values()) {
            Digest digest = uploaded.get(service.artifact());
            if (digest == null) {
                missing(candidate, service);
                return Optional.empty();
            }
            needed.put(service.artifact(), digest);
        }
        return config.get().release().admits(candidate.ref())
                ? Optional.of(make(candidate, text.get(), config.get(), needed))
                : preview(candidate, text.get(), needed);
    }

    private static Optional<DeliveryConfig> read(String yaml) {
        return ConfigReader.read("slipway.yml", yaml).config();
    }

    /** A stranger's runs have succeeded only where somebody has approved them; whether that is enough, the project says. */
    private boolean isAllowed(Candidate candidate, Offer offer) {
        return terms(candidate.project()).pullRequests().admit(offer.stranger());
    }

    private PreviewConfig.Terms terms(String project) {
        return sources.standing(project)
                .flatMap(ReleaseMaker::read)
                .flatMap(DeliveryConfig::preview)
                .map(PreviewConfig::terms)
                .orElse(PreviewConfig.Terms.STANDARD);
    }

    private boolean isWanted(Candidate candidate, DeliveryConfig config) {
        return config.release().admits(candidate.ref()) || (config.isPreviewed(candidate.ref()) && isHead(candidate));
    }

    /** A preview shows where its branch or pull request stands now, and nothing of one that is gone. */
    private boolean isHead(Candidate candidate) {
        return sources.head(candidate.project(), candidate.ref()).equals(Optional.of(candidate.commit()));
    }

    private void missing(Candidate candidate, ServiceConfig service) {
        String text = "no release of " + candidate.commit() + ": no run uploaded the artifact '" + service.artifact()
                + "' that service " + service.name() + " needs (a file kept by 'archive: false' is none)";
        LOG.warn("{}: {}", candidate.project(), text);
        books.database().execute(sql -> {
            Optional<String> known = Unreleased.reason(sql, candidate.project(), candidate.commit());
            if (!known.equals(Optional.of(text))) {
                trail.append(sql, Clerk.SLIPWAY, Unreleased.ACTION, candidate.commit(), candidate.project(), text);
            }
        });
    }

    private static boolean succeeded(ReleaseRule rule, Map<String, GateFacts.CheckResult> results) {
        Collection<String> needed = rule.workflows().isEmpty() ? results.keySet() : rule.workflows();
        return !needed.isEmpty()
                && needed.stream().allMatch(name -> results.get(name) == GateFacts.CheckResult.SUCCEEDED);
    }

    private Release make(Candidate candidate, String text, DeliveryConfig config, SortedMap<String, Digest> artifacts) {
        Digest digest = Release.digestOf(candidate.commit(), artifacts, Digest.of(text));
        Release draft = draft(candidate, text, artifacts, digest);
        return books.database().transaction(sql -> {
            Optional<Release> known = books.releases().find(sql, candidate.project(), digest);
            if (known.isPresent()) {
                return known.get();
            }
            Release release = made(sql, books.releases().create(sql, draft, text));
            for (EnvironmentConfig environment : config.entryEnvironments()) {
                request(sql, release, environment.name(), "a fresh release");
            }
            return release;
        });
    }

    private Optional<Release> preview(Candidate candidate, String text, SortedMap<String, Digest> artifacts) {
        Digest digest = Release.previewDigestOf(candidate.commit(), artifacts, Digest.of(text));
        Release draft = draft(candidate, text, artifacts, digest);
        PreviewConfig.Terms terms = terms(candidate.project());
        Optional<Release> made = books.database().transaction(sql -> preview(sql, candidate, draft, text, terms));
        if (!isHead(candidate)) {
            previews.gone(candidate.project(), candidate.ref(), "it went while its preview came");
        }
        return made;
    }

    private Optional<Release> preview(
            DSLContext sql, Candidate candidate, Release draft, String text, PreviewConfig.Terms terms) {
        Previews.Answer answer = previews.commit(sql, candidate.project(), candidate.ref(), candidate.commit(), terms);
        Optional<Release> known = books.releases().find(sql, candidate.project(), draft.digest());
        if (answer == Previews.Answer.NOT_NOW || (answer == Previews.Answer.KNOWN && known.isPresent())) {
            return known;
        }
        Release release = known.orElseGet(() -> made(sql, books.releases().createPreview(sql, draft, text)));
        request(sql, release, PreviewName.of(candidate.ref()).orElseThrow(), why(candidate.ref()));
        return Optional.of(release);
    }

    private static String why(String ref) {
        return ref.startsWith(PULL)
                ? "pull request " + ref.replaceAll("\\D", "")
                : "a push to " + ref.replaceFirst("^refs/heads/", "");
    }

    private Release draft(Candidate candidate, String text, SortedMap<String, Digest> artifacts, Digest digest) {
        Authorship authorship = sources.authorship(candidate.project(), written(candidate));
        return new Release(
                "",
                candidate.project(),
                candidate.commit(),
                candidate.ref(),
                authorship.author(),
                candidate.pushedBy(),
                authorship.title(),
                artifacts,
                Digest.of(text),
                digest,
                clock.instant());
    }

    /** The commit that somebody has written: of a pull request its head. */
    private String written(Candidate candidate) {
        return offer(candidate).map(Offer::head).orElse(candidate.commit());
    }

    private Optional<Offer> offer(Candidate candidate) {
        return candidate.ref().startsWith(PULL)
                ? sources.offer(candidate.project(), candidate.commit())
                : Optional.empty();
    }

    private Release made(DSLContext sql, Release release) {
        trail.append(sql, Clerk.SLIPWAY, "release.create", release.id(), release.project(), "made " + release.digest());
        return release;
    }

    private void request(DSLContext sql, Release release, String environment, String why) {
        clerk.request(sql, release.project(), environment, release.id(), Rollout.Kind.DEPLOY, Clerk.SLIPWAY, why);
    }
}
