package dev.slipway.server.run;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.plan.JobContexts;
import dev.slipway.actions.plan.Leg;
import dev.slipway.actions.plan.PlannedCall;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.workflow.Concurrency;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The concurrency groups of all projects, of runs and of jobs alike: the first of a group is under way, and one more
 * waits; a newer one takes the place of the one that waits. A group with {@code queue: max} keeps all that wait, in their
 * order.
 */
final class Groups {

    private final Map<String, List<Member>> groups = new HashMap<>();

    /** What belongs to a group. */
    sealed interface Member {

        LiveRun run();

        /** A run. */
        record Whole(LiveRun run) implements Member {}

        /** A leg of a run. */
        record Part(LiveRun run, Leg leg) implements Member {}
    }

    /**
     * What a run or job wants of a group.
     *
     * @param group with the project's name before it, lower case
     */
    record Wish(String group, boolean cancelInProgress, boolean queueAll) {}

    /** The group of a whole run; none where it names none. */
    static List<Wish> wishes(LiveRun run) {
        return wish(run, run.plan().workflow().concurrency(), () -> JobContexts.of(run.plan())).stream()
                .toList();
    }

    /** The groups of a leg, one to be had after the other: a call has also the group of the workflow that is called. */
    static List<Wish> wishes(LiveRun run, Leg leg) {
        Optional<Wish> own = wish(run, leg.job().concurrency(), () -> JobContexts.of(leg));
        Optional<Wish> called = switch (leg) {
            case PlannedJob _ -> Optional.empty();
            case PlannedCall call -> {
                PlannedRun inner = call.called();
                yield wish(run, inner.workflow().concurrency(), () -> JobContexts.of(inner));
            }
        };
        return Stream.concat(own.stream(), called.stream()).toList();
    }

    private static Optional<Wish> wish(LiveRun run, Optional<Concurrency> written, Supplier<JobContexts> scope) {
        return written.flatMap(concurrency -> {
            Contexts contexts = scope.get().build(Status.SUCCESS);
            String name = concurrency.group().evaluateText(contexts).strip();
            boolean cancel = concurrency
                    .cancelInProgress()
                    .map(flag -> flag.evaluate(contexts).truthy())
                    .orElse(false);
            String group = run.row().project() + "/" + name.toLowerCase(Locale.ROOT);
            return name.isEmpty() ? Optional.empty() : Optional.of(new Wish(group, cancel, concurrency.queueAll()));
        });
    }

    /**
     * Joins a group, at its end.
     *
     * @return those that give way
     * @throws Problem CONFLICT, code {@code concurrency-deadlock}, where the first waits for this one to end
     */
    List<Member> enter(Member member, Wish wish) {
        List<Member> members = groups.computeIfAbsent(wish.group(), _ -> new ArrayList<>());
        if (members.contains(member)) {
            return List.of();
        }
        if (!members.isEmpty() && contains(members.getFirst(), member)) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "concurrency-deadlock",
                    "it waits for the concurrency group '" + wish.group() + "', which what it is a part of holds",
                    "name another group, or write the group at one of both places only");
        }
        List<Member> waiting = members.stream().skip(1).toList();
        List<Member> giveWay = new ArrayList<>();
        if (!wish.queueAll()) {
            giveWay.addAll(waiting);
        } else if (waiting.size() >= Concurrency.MOST_WAITING) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "concurrency-queue-full",
                    Concurrency.MOST_WAITING + " wait for the concurrency group '" + wish.group() + "' already",
                    "run it again when fewer wait");
        }
        if (wish.cancelInProgress() && !members.isEmpty()) {
            giveWay.add(members.getFirst());
        }
        members.add(member);
        return giveWay;
    }

    /** Joins a group once more after a restart: it had begun, and nobody gives way. */
    void rejoin(Member member, Wish wish) {
        groups.computeIfAbsent(wish.group(), _ -> new ArrayList<>()).add(member);
    }

    private static boolean contains(Member outer, Member inner) {
        return outer.run() == inner.run()
                && switch (outer) {
                    case Member.Whole _ -> inner instanceof Member.Part;
                    case Member.Part(LiveRun _, Leg call) ->
                        inner instanceof Member.Part(LiveRun _, Leg leg)
                                && leg.run().scope().startsWith(call.legKey() + " / ");
                };
    }

    /** True when it is the first of the group. */
    boolean isFirst(Member member, Wish wish) {
        List<Member> members = groups.getOrDefault(wish.group(), List.of());
        return !members.isEmpty() && members.getFirst().equals(member);
    }

    /**
     * Leaves all groups.
     *
     * @return those that have become the first of one
     */
    List<Member> leave(Member member) {
        List<Member> next = new ArrayList<>();
        groups.values().forEach(members -> {
            boolean wasFirst = !members.isEmpty() && members.getFirst().equals(member);
            members.remove(member);
            if (wasFirst && !members.isEmpty()) {
                next.add(members.getFirst());
            }
        });
        groups.values().removeIf(List::isEmpty);
        return next;
    }
}
