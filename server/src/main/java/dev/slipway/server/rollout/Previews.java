package dev.slipway.server.rollout;

import dev.slipway.delivery.config.PreviewConfig;
import dev.slipway.delivery.config.PreviewName;
import dev.slipway.delivery.preview.PreviewEvent;
import dev.slipway.delivery.preview.PreviewState;
import dev.slipway.delivery.preview.PreviewTransitions;
import dev.slipway.kernel.Durations;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.store.Database;
import dev.slipway.store.rollout.Preview;
import dev.slipway.store.rollout.PreviewRows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which previews there are, and why they come and go. Everything here is only written down; what follows from it, the
 * keeper does: it sees to the end of a preview again and again until nothing of it is left.
 */
public final class Previews {

    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    private final Books books;
    private final Clerk clerk;
    private final InstantSource clock;
    private volatile BiConsumer<String, String> keeper = (_, _) -> {};
    private volatile Consumer<Preview> cleared = _ -> {};

    public Previews(Books books, Clerk clerk, InstantSource clock) {
        this.books = books;
        this.clerk = clerk;
        this.clock = clock;
    }

    /** What a commit means to the previews of its project. */
    public enum Answer {
        /** It is not shown: its preview has ended with this very commit, or is just being taken away. */
        NOT_NOW,
        /** It is shown already. */
        KNOWN,
        /** It is to be shown. */
        FRESH
    }

    /** Names who takes away what ends, by project and environment. */
    void tells(BiConsumer<String, String> keeping) {
        keeper = keeping;
    }

    /** Names who looks whether the branch of a preview that is gone has moved on meanwhile. */
    public void whenCleared(Consumer<Preview> toTell) {
        cleared = toTell;
    }

    /**
     * A commit at the head of a branch is ready to be shown. When there would be too many previews, those that were
     * quiet longest end.
     */
    public Answer commit(DSLContext sql, String project, String ref, String commit, PreviewConfig.Terms terms) {
        String name = PreviewName.of(ref).orElseThrow();
        Optional<Preview> found = PreviewRows.find(sql, project, name);
        if (found.isPresent() && !takes(found.get(), ref, commit)) {
            return found.get().state() == PreviewState.LIVE && found.get().ref().equals(ref)
                    ? Answer.KNOWN
                    : Answer.NOT_NOW;
        }
        Instant now = clock.instant();
        PreviewState state = found.map(old -> PreviewTransitions.TABLE.next(old.state(), PreviewEvent.COMMIT))
                .orElse(PreviewTransitions.TABLE.initial());
        Preview preview =
                new Preview(project, name, ref, commit, state, "shows " + ref, now, now, now.plus(terms.keep()));
        PreviewRows.save(sql, preview);
        clerk.note(sql, Clerk.SLIPWAY, "preview.commit", subject(preview), project, name + " shows " + commit);
        makeRoom(sql, preview, terms.most());
        return Answer.FRESH;
    }

    /** A closed pull request is open again: the commit that it had is shown once more when it comes. */
    public void reopened(String project, String ref) {
        PreviewName.of(ref)
                .ifPresent(name -> books.database()
                        .execute(sql -> PreviewRows.find(sql, project, name)
                                .filter(preview -> preview.state() != PreviewState.LIVE)
                                .ifPresent(preview -> PreviewRows.save(sql, preview.forgetting()))));
    }

    private static boolean takes(Preview known, String ref, String commit) {
        if (known.state() == PreviewState.LIVE && !known.ref().equals(ref)) {
            LOG.warn("{} of {} shows {}; {} gets no preview", known.name(), known.project(), known.ref(), ref);
            return false;
        }
        return PreviewTransitions.TABLE.allows(known.state(), PreviewEvent.COMMIT)
                && !(known.commit().equals(commit) && known.ref().equals(ref));
    }

    private void makeRoom(DSLContext sql, Preview newest, int most) {
        List<Preview> others = PreviewRows.present(sql, newest.project()).stream()
                .filter(other -> other.state() == PreviewState.LIVE)
                .filter(other -> !other.name().equals(newest.name()))
                .toList();
        others.stream()
                .limit(Math.max(0, others.size() - (most - 1L)))
                .forEach(quiet -> end(
                        sql,
                        quiet,
                        "made room for " + newest.name() + ": there are " + most + " at most",
                        Clerk.SLIPWAY));
    }

    /** Those of a project that have not ended, the one that was quiet longest first. */
    public List<Preview> of(String project) {
        return books.database().read(sql -> PreviewRows.present(sql, project));
    }

    /**
     * Somebody wants it gone.
     *
     * @throws Problem NOT_FOUND, code {@code no-preview}
     */
    public void remove(String project, String name, Commands.Word word) {
        books.database().execute(sql -> {
            Preview preview = require(sql, project, name);
            if (preview.state() == PreviewState.LIVE) {
                end(sql, preview, word.reason("removed"), word.who());
            }
        });
    }

    /** What the preview shows is gone, or closed: nothing happens where there is none. */
    public void gone(String project, String ref, String reason) {
        PreviewName.of(ref)
                .ifPresent(name -> books.database()
                        .execute(sql -> PreviewRows.find(sql, project, name)
                                .filter(preview -> preview.ref().equals(ref))
                                .filter(preview -> preview.state() == PreviewState.LIVE)
                                .ifPresent(preview -> end(sql, preview, reason, Clerk.SLIPWAY))));
    }

    /**
     * A branch that releases come from has moved.
     *
     * @param merged whether a commit has come into it by that; asks the repository
     */
    public void moved(String project, String ref, Predicate<String> merged) {
        of(project).stream()
                .filter(preview -> !preview.ref().equals(ref))
                .filter(preview -> preview.state() == PreviewState.LIVE)
                .filter(preview -> merged.test(preview.commit()))
                .forEach(
                        preview -> gone(project, preview.ref(), "merged into " + ref.replaceFirst("^refs/heads/", "")));
    }

    /** @throws Problem NOT_FOUND, code {@code no-preview} */
    Preview require(DSLContext sql, String project, String name) {
        return PreviewRows.find(sql, project, name)
                .filter(preview -> preview.state() != PreviewState.ENDED)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-preview",
                        "project " + project + " has no preview '" + name + "'",
                        Suggestion.nearest(
                                        name,
                                        PreviewRows.present(sql, project).stream()
                                                .map(Preview::name)
                                                .toList())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("`slipway previews` lists those that exist")));
    }

    /** The preview of this environment, with its time looked at: one that is over begins to end. */
    Optional<Preview> look(String project, String name) {
        return books.database().transaction(sql -> {
            Optional<Preview> found = PreviewRows.find(sql, project, name);
            boolean over = found.filter(preview -> preview.state() == PreviewState.LIVE
                            && !clock.instant().isBefore(preview.endsAt()))
                    .isPresent();
            return over ? Optional.of(expire(sql, found.get())) : found;
        });
    }

    private Preview expire(DSLContext sql, Preview preview) {
        String quiet = Durations.words(java.time.Duration.between(preview.touchedAt(), preview.endsAt()));
        return end(sql, preview, "nothing new came for " + quiet, Clerk.SLIPWAY);
    }

    /** Nothing of it is left. */
    void ended(Preview preview) {
        books.database().execute(sql -> {
            books.environments().forget(sql, preview.project(), preview.name());
            step(sql, preview, PreviewEvent.CLEARED, preview.reason(), Clerk.SLIPWAY);
            Database.afterCommit(sql, () -> cleared.accept(preview));
        });
    }

    private Preview end(DSLContext sql, Preview preview, String reason, String who) {
        Preview ending = step(sql, preview, PreviewEvent.END, reason, who);
        books.environments().ensure(sql, preview.project(), preview.name());
        Database.afterCommit(sql, () -> keeper.accept(preview.project(), preview.name()));
        return ending;
    }

    private Preview step(DSLContext sql, Preview before, PreviewEvent event, String reason, String who) {
        Preview after = new Preview(
                before.project(),
                before.name(),
                before.ref(),
                before.commit(),
                PreviewTransitions.TABLE.next(before.state(), event),
                reason,
                before.createdAt(),
                before.touchedAt(),
                before.endsAt());
        PreviewRows.save(sql, after);
        clerk.note(
                sql,
                who,
                "preview." + event.name().toLowerCase(java.util.Locale.ROOT),
                subject(after),
                after.project(),
                after.name() + " is now " + after.state() + ": " + reason);
        return after;
    }

    private static String subject(Preview preview) {
        return "preview/" + preview.project() + "/" + preview.name();
    }
}
