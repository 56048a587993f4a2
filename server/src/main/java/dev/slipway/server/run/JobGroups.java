package dev.slipway.server.run;

import dev.slipway.actions.expression.Status;
import dev.slipway.actions.plan.JobContexts;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.workflow.Concurrency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The concurrency groups of jobs: the legs of a group run one at a time, in the order in which they asked. None is
 * dropped, for a dropped deployment is worse than a late one.
 */
final class JobGroups {

    private final Map<String, Deque<Member>> groups = new HashMap<>();

    /** A leg of a run. */
    record Member(LiveRun run, PlannedJob leg) {}

    /**
     * Joins the leg's group.
     *
     * @return true when it may run now: it has no group, or is the first of it
     */
    boolean enter(Member member) {
        Optional<String> group = group(member);
        if (group.isEmpty()) {
            return true;
        }
        Deque<Member> members = groups.computeIfAbsent(group.get(), _ -> new ArrayDeque<>());
        if (!members.contains(member)) {
            members.add(member);
        }
        return member.equals(members.peek());
    }

    /**
     * Leaves the group.
     *
     * @return who may run now because of that
     */
    Optional<Member> leave(Member member) {
        Optional<String> group = group(member);
        Deque<Member> members = group.map(groups::get).orElse(null);
        if (members == null) {
            return Optional.empty();
        }
        boolean wasFirst = member.equals(members.peek());
        members.remove(member);
        if (members.isEmpty()) {
            group.ifPresent(groups::remove);
        }
        return wasFirst ? Optional.ofNullable(members.peek()) : Optional.empty();
    }

    private static Optional<String> group(Member member) {
        return member.leg()
                .job()
                .concurrency()
                .map(Concurrency::group)
                .map(group -> group.evaluateText(
                        JobContexts.of(member.run().plan(), member.leg()).build(Status.SUCCESS)))
                .filter(name -> !name.isBlank())
                .map(name -> member.run().row().project() + "/" + name.toLowerCase(Locale.ROOT));
    }
}
