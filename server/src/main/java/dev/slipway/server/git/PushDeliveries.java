package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener of every received push, in order and one at a time, from the journal alone: what is not in the
 * journal is never told, and what is there is told until the listener has returned once. A push that fails holds back
 * later pushes of its own project only. A server that has lost the lead tells nothing: its successor does.
 */
public final class PushDeliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushDeliveries.class);
    private static final int MOST_ATTEMPTS = 6;

    private final PushJournal journal;
    private final Repositories repositories;
    private final Duration firstRetry;
    private final Worker worker;
    private final Map<String, Integer> failedAttempts = new HashMap<>();
    private final Map<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();
    private volatile @Nullable PushListener listener;

    /** @param firstRetry time until a failed push is told again; doubles with every attempt */
    public PushDeliveries(PushJournal journal, Repositories repositories, Duration firstRetry) {
        this.journal = journal;
        this.repositories = repositories;
        this.firstRetry = firstRetry;
        this.worker = new Worker("pushes", firstRetry);
    }

    /** Settles what an earlier life of the server left open, then begins to tell the listener. Call it before pushes. */
    public void start(PushListener toTell) {
        settle();
        listener = toTell;
        worker.soon(this::drain);
    }

    /**
     * Notes that the refs have moved and sees to it that the listener is told soon.
     *
     * @return completed once each push was told for the first time: with true when the listener took them all
     */
    CompletableFuture<Boolean> received(List<Push> pushes) {
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
        for (Push push : pushes) {
            CompletableFuture<Boolean> told = awaited.computeIfAbsent(push.id(), _ -> new CompletableFuture<>());
            all = all.thenCombine(told, Boolean::logicalAnd);
        }
        if (!pushes.isEmpty()) {
            worker.soon(() -> journal.moved(pushes));
            worker.soon(this::drain);
        }
        return all;
    }

    /**
     * Tells the listener once more of a push that was given up.
     *
     * @throws Problem NOT_FOUND, code {@code no-push}; CONFLICT, code {@code push-not-failed}
     */
    public void retry(String project, String id) {
        journal.retry(project, id);
        worker.soon(this::drain);
    }

    private void settle() {
        List<Push> moved = new ArrayList<>();
        List<Push> stayed = new ArrayList<>();
        for (Push push : journal.in(PushState.INTENDED)) {
            (refStandsAt(push) ? moved : stayed).add(push);
        }
        journal.moved(moved);
        journal.stayed(stayed);
        if (!moved.isEmpty() || !stayed.isEmpty()) {
            LOG.info("{} interrupted pushes had moved their refs, {} had not", moved.size(), stayed.size());
        }
    }

    private boolean refStandsAt(Push push) {
        if (!repositories.exists(push.project())) {
            return false;
        }
        Map<String, String> refs = repositories.refs(push.project());
        return Objects.equals(refs.get(push.ref()), push.after());
    }

    private void drain() {
        PushListener told = listener;
        if (told == null) {
            return;
        }
        journal.passFence();
        Set<String> heldBack = new HashSet<>();
        List<Push> waiting = journal.in(PushState.RECEIVED);
        for (Push push : waiting) {
            if (!heldBack.contains(push.project()) && !tell(told, push)) {
                heldBack.add(push.project());
            }
        }
    }

    private boolean tell(PushListener told, Push push) {
        try {
            journal.handle(push, told);
            failedAttempts.remove(push.id());
            answer(push, true);
            return true;
        } catch (RuntimeException e) {
            return giveUpOrRetry(push, e);
        }
    }

    private void answer(Push push, boolean taken) {
        CompletableFuture<Boolean> waiting = awaited.remove(push.id());
        if (waiting != null) {
            waiting.complete(taken);
        }
    }

    /** What is only away for now (a database, room on the disk) is waited for; nobody has to ask again. */
    private boolean giveUpOrRetry(Push push, RuntimeException failure) {
        answer(push, false);
        boolean away = failure instanceof Problem problem && problem.kind() == Problem.Kind.UNAVAILABLE;
        int attempts = failedAttempts.merge(push.id(), 1, (before, one) -> Math.min(before + one, MOST_ATTEMPTS));
        if (attempts >= MOST_ATTEMPTS && !away) {
            LOG.error("{} of {} failed {} times, giving it up", push.id(), push.project(), attempts, failure);
            journal.giveUp(push, failure instanceof Problem problem ? problem.message() : failure.toString());
            failedAttempts.remove(push.id());
            return true;
        }
        LOG.warn("{} of {} failed, trying again", push.id(), push.project(), failure);
        worker.later(this::drain, firstRetry.multipliedBy(1L << (attempts - 1)));
        return false;
    }

    /** Lets the push that is being told finish; the rest stays in the journal. */
    @Override
    public void close() {
        worker.close();
    }
}
