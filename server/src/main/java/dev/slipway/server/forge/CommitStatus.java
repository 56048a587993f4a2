package dev.slipway.server.forge;

import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Finding;
import dev.slipway.server.run.PullFacts;
import dev.slipway.store.run.Run;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * How a run stands, as it is told to a forge. The newest of a context counts, so what may stand side by side has contexts
 * of its own: a context is one workflow started by one kind of event, for a tag with its name.
 *
 * @param run its id, which its page is found by
 * @param context what tells it from other statuses of the commit
 * @param description short, for people
 */
record CommitStatus(String run, String commit, String context, State state, String description) {

    /** GitLab's limit, and that of most databases. */
    private static final int LONGEST_CONTEXT = 255;

    private static final String TAGS = "refs/tags/";

    /** GitHub's limit. */
    private static final int LONGEST_DESCRIPTION = 140;

    /** What all forges can say, and GitLab can say more exactly. */
    enum State {
        WAITING,
        RUNNING,
        SUCCESS,
        FAILURE,
        CANCELLED,
        /** Nothing of it had to run. */
        SKIPPED,
        /** It could not even start. */
        ERROR
    }

    /** @param neighbours runs of the same commit, itself or not */
    static CommitStatus of(Run run, List<Run> neighbours) {
        State state = state(run);
        Optional<PullFacts> pull = PullFacts.of(run.eventJson());
        return new CommitStatus(
                run.id(),
                pull.map(PullFacts::head).orElse(run.commit()),
                cut("slipway/" + run.workflow() + " (" + occasion(run, pull, neighbours) + ")", LONGEST_CONTEXT),
                state,
                cut(words(run, state), LONGEST_DESCRIPTION));
    }

    /**
     * Two branches, a branch and a tag, or two files that call themselves the same can have runs of one commit, and none
     * may hide how the other ended. The plain name is what rules of a forge ask for: it is that of the branch and file
     * whose run was the first, and that never changes. Others say what they differ in. One head may be offered to several
     * branches, whose rules look at that head alone: all but the default branch are named.
     */
    private static String occasion(Run run, Optional<PullFacts> pull, List<Run> neighbours) {
        StringJoiner words = new StringJoiner(", ").add(run.event());
        if (run.ref().startsWith(TAGS)) {
            return words.add(run.ref().substring(TAGS.length())).toString();
        }
        Run first = neighbours.stream()
                .filter(other -> other.workflow().equals(run.workflow()))
                .filter(other -> other.event().equals(run.event()))
                .filter(other -> !other.ref().startsWith(TAGS))
                .min(Comparator.comparing(Run::createdAt).thenComparing(Run::id))
                .orElse(run);
        if (!first.file().equals(run.file())) {
            words.add(run.file().replaceFirst(".*/", ""));
        }
        if (pull.isPresent()) {
            pull.flatMap(PullFacts::sideBranch).ifPresent(words::add);
        } else if (!first.ref().equals(run.ref())) {
            words.add(run.ref().replaceFirst("^refs/(heads/)?", ""));
        }
        return words.toString();
    }

    private static State state(Run run) {
        return switch (run.state()) {
            case QUEUED -> State.WAITING;
            case RUNNING, CANCELLING -> State.RUNNING;
            case SUCCEEDED -> State.SUCCESS;
            case FAILED -> Finding.anyError(run.findings()) ? State.ERROR : State.FAILURE;
            case CANCELLED -> State.CANCELLED;
            case SKIPPED -> State.SKIPPED;
        };
    }

    private static String words(Run run, State state) {
        return switch (state) {
            case WAITING -> "waiting";
            case RUNNING -> run.state() == RunState.CANCELLING ? "being cancelled" : "running";
            case SUCCESS -> "succeeded" + time(run);
            case FAILURE -> "failed" + time(run) + reason(run);
            case CANCELLED -> "cancelled" + time(run) + reason(run);
            case SKIPPED -> "skipped: no job had to run";
            case ERROR -> "could not start" + reason(run);
        };
    }

    private static String time(Run run) {
        if (run.startedAt() == null || run.finishedAt() == null) {
            return "";
        }
        Duration took = Duration.between(run.startedAt(), run.finishedAt());
        return " after " + (took.toHours() > 0 ? took.toHours() + " h " : "")
                + (took.toMinutes() > 0 ? took.toMinutesPart() + " min " : "")
                + took.toSecondsPart()
                + " s";
    }

    private static String reason(Run run) {
        return run.reason().isEmpty() ? "" : ": " + run.reason();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
