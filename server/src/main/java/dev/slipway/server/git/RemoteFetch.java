package dev.slipway.server.git;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;

/**
 * Brings a project's repository to the state of its remote. Everything is fetched beside the project's own refs first;
 * then each ref that differs is moved like by a push: written down, moved, told. Nobody can be refused here, so what the
 * check finds is kept with the push.
 */
public final class RemoteFetch {

    /** Who pushed what was fetched. */
    public static final String PUSHER = "remote";

    private static final String ASIDE = "refs/slipway/remote/";
    private static final List<RefSpec> SPECS =
            List.of(new RefSpec("+refs/heads/*:" + ASIDE + "heads/*"), new RefSpec("+refs/tags/*:" + ASIDE + "tags/*"));

    private final Repositories repositories;
    private final PushCheck check;
    private final PushJournal journal;
    private final PushDeliveries deliveries;
    private final RemotePolicy policy;
    private final Ids ids;
    private final InstantSource clock;

    public RemoteFetch(
            Repositories repositories,
            PushCheck check,
            PushJournal journal,
            PushDeliveries deliveries,
            RemotePolicy policy,
            InstantSource clock) {
        this.repositories = repositories;
        this.check = check;
        this.journal = journal;
        this.deliveries = deliveries;
        this.policy = policy;
        this.ids = new Ids(clock);
        this.clock = clock;
    }

    /**
     * @param address as it was configured; it is judged anew
     * @return what moved
     * @throws Problem of kind UNAVAILABLE, code {@code fetch-failed}
     */
    public List<Push> fetch(String project, String address) {
        RemoteAddress from = RemoteAddress.parse(address, policy);
        if (from.remote()) {
            policy.check(from.host());
        }
        try (Repository repository = repositories.open(project)) {
            return repositories.oneFetch(project, () -> {
                new Download(policy, SPECS, true).into(repository, from);
                return moveRefs(project, repository);
            });
        } catch (NotSupportedException | TransportException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "fetch-failed",
                    "cannot fetch from " + from + ": " + e.getMessage(),
                    "check the address and that this server may read it",
                    e);
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "fetch-failed",
                    "what was fetched from " + from + " cannot be stored: " + e.getMessage(),
                    "see that there is room on the disk",
                    e);
        }
    }

    private List<Push> moveRefs(String project, Repository repository) throws IOException {
        Map<String, ObjectId> wanted = refs(repository, ASIDE, "refs/");
        Map<String, ObjectId> present = refs(repository, "refs/heads/", "refs/heads/");
        present.putAll(refs(repository, "refs/tags/", "refs/tags/"));
        TreeSet<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(present.keySet());
        List<PushJournal.Checked> moves = new ArrayList<>();
        for (String name : names) {
            ObjectId before = present.get(name);
            ObjectId after = wanted.get(name);
            if (!Objects.equals(before, after)) {
                moves.add(new PushJournal.Checked(
                        push(project, name, before, after), findings(project, repository, name, after)));
            }
        }
        return moves.isEmpty() ? List.of() : move(repository, moves);
    }

    private List<Push> move(Repository repository, List<PushJournal.Checked> moves) throws IOException {
        journal.intend(moves);
        List<Push> moved = new ArrayList<>();
        List<Push> stayed = new ArrayList<>();
        for (PushJournal.Checked checked : moves) {
            (moveRef(repository, checked.push()) ? moved : stayed).add(checked.push());
        }
        repositories.adoptDefaultBranch(
                repository, moved.stream().map(Push::ref).toList());
        journal.stayed(stayed);
        CompletableFuture<Boolean> _ = deliveries.received(moved);
        return List.copyOf(moved);
    }

    private static boolean moveRef(Repository repository, Push push) throws IOException {
        RefUpdate update = repository.updateRef(push.ref());
        update.setForceUpdate(true);
        update.setExpectedOldObjectId(push.before() == null ? ObjectId.zeroId() : ObjectId.fromString(push.before()));
        RefUpdate.Result result;
        if (push.after() == null) {
            result = update.delete();
        } else {
            update.setNewObjectId(ObjectId.fromString(push.after()));
            update.setRefLogMessage("fetched from the remote", false);
            result = update.update();
        }
        return switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
            case LOCK_FAILURE,
                    IO_FAILURE,
                    REJECTED,
                    REJECTED_CURRENT_BRANCH,
                    REJECTED_MISSING_OBJECT,
                    REJECTED_OTHER_REASON,
                    NOT_ATTEMPTED,
                    RENAMED -> false;
        };
    }

    private List<Finding> findings(String project, Repository repository, String ref, @Nullable ObjectId after)
            throws IOException {
        ObjectId commit = after == null ? null : Repositories.resolve(repository, after.name());
        return commit == null ? List.of() : check.check(project, ref, Trees.configuration(repository, commit));
    }

    private Push push(String project, String ref, @Nullable ObjectId before, @Nullable ObjectId after) {
        return new Push(
                ids.next("push"),
                project,
                ref,
                before == null ? null : before.name(),
                after == null ? null : after.name(),
                PUSHER,
                clock.instant());
    }

    private static Map<String, ObjectId> refs(Repository repository, String prefix, String named) throws IOException {
        Map<String, ObjectId> refs = new TreeMap<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
            Optional.ofNullable(ref.getObjectId())
                    .ifPresent(id -> refs.put(named + ref.getName().substring(prefix.length()), id));
        }
        return refs;
    }
}
