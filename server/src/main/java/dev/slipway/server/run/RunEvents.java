package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.run.RunState;
import dev.slipway.actions.run.RunTable;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.Push;
import dev.slipway.store.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to a project, as the events that workflows listen to, with the payloads that GitHub sends. */
final class RunEvents {

    /** How many runs in a row may have started one another. */
    private static final int LONGEST_CHAIN = 3;

    private static final String BRANCH = "refs/heads/";
    private static final String NOTHING = "0".repeat(40);

    private final RunSources sources;

    RunEvents(RunSources sources) {
        this.sources = sources;
    }

    /** The push of a branch or tag, before it the creation of one; or the deletion of one. */
    List<Event> of(Push push) {
        String after = push.after();
        if (after == null) {
            return deletion(push).stream().toList();
        }
        String commit = sources.resolve(push.project(), after).orElse(after);
        Optional<String> before = Optional.ofNullable(push.before());
        List<Event> events = new ArrayList<>();
        if (before.isEmpty()) {
            events.add(plain("create", push.ref(), commit, push.pusher(), creation(push)));
        }
        Value.Mapping payload = Value.of(Map.of(
                "ref", Value.of(push.ref()),
                "before", Value.of(before.orElse(NOTHING)),
                "after", Value.of(commit),
                "created", Value.of(before.isEmpty()),
                "deleted", Value.of(false),
                "pusher", Value.of(Map.of("name", Value.of(push.pusher())))));
        events.add(new Event(
                "push",
                Optional.empty(),
                push.ref(),
                commit,
                Optional.of(before.orElse(NOTHING)),
                Optional.empty(),
                Optional.empty(),
                push.pusher(),
                sources.changedPaths(push.project(), before, commit),
                payload,
                Map.of()));
        return events;
    }

    /** It is the workflows of the default branch that hear of it, for what is gone has none. */
    private Optional<Event> deletion(Push push) {
        return head(push.project())
                .map(commit -> plain("delete", defaultRef(push.project()), commit, push.pusher(), creation(push)));
    }

    private Value.Mapping creation(Push push) {
        boolean branch = push.ref().startsWith(BRANCH);
        return Value.of(Map.of(
                "ref", Value.of(push.ref().replaceFirst("^refs/(heads|tags)/", "")),
                "ref_type", Value.of(branch ? "branch" : "tag"),
                "master_branch", Value.of(sources.defaultBranch(push.project()))));
    }

    /**
     * A program's own event.
     *
     * @throws Problem CONFLICT, code {@code no-commits}, where the project has no default branch yet
     */
    Event dispatched(String project, String type, Value payload, String actor) {
        String commit = head(project)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.CONFLICT,
                        "no-commits",
                        project + " has no commit on " + sources.defaultBranch(project),
                        "push one first"));
        Value.Mapping all = Value.of(Map.of(
                "action", Value.of(type),
                "branch", Value.of(sources.defaultBranch(project)),
                "client_payload", payload));
        return typed("repository_dispatch", type, defaultRef(project), commit, actor, all);
    }

    /**
     * Somebody's wish for one workflow.
     *
     * @param ref branch or tag; the default branch when absent
     * @throws Problem NOT_FOUND, code {@code no-such-ref}
     */
    Event byHand(String project, Optional<String> ref, Map<String, String> inputs, String actor) {
        String name = ref.orElseGet(() -> sources.defaultBranch(project));
        String commit = sources.resolve(project, name)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND, "no-such-ref", "there is no ref '" + name + "'", "push it first"));
        return Event.dispatch(full(project, name), commit, actor, inputs);
    }

    private String full(String project, String name) {
        if (name.startsWith("refs/")) {
            return name;
        }
        String tag = "refs/tags/" + name;
        return sources.resolve(project, tag).isPresent() ? tag : BRANCH + name;
    }

    /**
     * A run was created, began or ended.
     *
     * @param action {@code requested}, {@code in_progress} or {@code completed}
     * @return absent where no workflow listens, or too many runs have started one another
     */
    Optional<Event> of(Run run, String action) {
        Optional<String> commit = head(run.project()).filter(head -> listens(run.project(), head));
        int chain = chain(run) + 1;
        if (commit.isEmpty() || chain > LONGEST_CHAIN) {
            return Optional.empty();
        }
        Map<String, Value> about = new LinkedHashMap<>();
        about.put("id", Value.of((double) run.serial()));
        about.put("name", Value.of(run.workflow()));
        about.put("display_title", Value.of(RunTitle.of(run).orElse(run.workflow())));
        about.put("path", Value.of(run.file()));
        about.put("event", Value.of(run.event()));
        about.put("head_branch", Value.of(run.ref().replaceFirst("^refs/(heads|tags)/", "")));
        about.put("head_sha", Value.of(run.commit()));
        about.put("run_number", Value.of((double) run.number()));
        about.put("run_attempt", Value.of((double) run.attempt()));
        about.put("status", Value.of(action.equals("requested") ? "queued" : action));
        about.put("conclusion", RunTable.TABLE.isTerminal(run.state()) ? conclusion(run.state()) : Value.Null.NULL);
        about.put("actor", Value.of(Map.of("login", Value.of(run.actor()))));
        about.put("chain", Value.of(chain));
        Value.Mapping payload = Value.of(Map.of(
                "action", Value.of(action),
                "workflow_run", Value.of(about),
                "workflow", Value.of(Map.of("name", Value.of(run.workflow()), "path", Value.of(run.file())))));
        return Optional.of(
                typed("workflow_run", action, defaultRef(run.project()), commit.get(), run.actor(), payload));
    }

    private static Value conclusion(RunState state) {
        return switch (state) {
            case SUCCEEDED -> Value.of("success");
            case FAILED -> Value.of("failure");
            case CANCELLED -> Value.of("cancelled");
            case SKIPPED -> Value.of("skipped");
            case QUEUED, RUNNING, CANCELLING -> Value.Null.NULL;
        };
    }

    private boolean listens(String project, String commit) {
        return sources.workflows(project, commit).values().stream().anyMatch(text -> text.contains("workflow_run"));
    }

    private static int chain(Run run) {
        if (!run.event().equals("workflow_run")) {
            return 0;
        }
        return StoredEvent.read(run.eventJson()).payload().get("workflow_run").orElse(Value.Null.NULL)
                        instanceof Value.Mapping before
                ? before.get("chain").map(length -> (int) length.number()).orElse(0)
                : 0;
    }

    private Optional<String> head(String project) {
        return sources.resolve(project, defaultRef(project));
    }

    private String defaultRef(String project) {
        return BRANCH + sources.defaultBranch(project);
    }

    private static Event plain(String name, String ref, String commit, String actor, Value.Mapping payload) {
        return event(name, Optional.empty(), ref, commit, actor, payload);
    }

    private static Event typed(
            String name, String action, String ref, String commit, String actor, Value.Mapping payload) {
        return event(name, Optional.of(action), ref, commit, actor, payload);
    }

    private static Event event(
            String name, Optional<String> action, String ref, String commit, String actor, Value.Mapping payload) {
        return new Event(
                name,
                action,
                ref,
                commit,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                actor,
                Optional.empty(),
                payload,
                Map.of());
    }
}
