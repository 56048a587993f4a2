package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as it is kept with its run, so that the run can be planned again after a restart, from the same texts. */
record StoredEvent(
        String name,
        @Nullable String action,
        String ref,
        String sha,
        @Nullable String before,
        @Nullable String baseRef,
        @Nullable String headRef,
        String actor,
        @Nullable List<String> changedPaths,
        String payload,
        Map<String, String> inputs,
        @Nullable Map<String, String> called,
        @Nullable PullFacts pull,
        @Nullable String title) {

    /** @param called texts of the workflows of other repositories that the run calls, by their references; absent where they were not fetched yet
     * @param pull absent where no pull request started it
     * @param title the run's own name; absent where it is called as its workflow
     */
    static String write(
            Event event, @Nullable Map<String, String> called, @Nullable PullFacts pull, Optional<String> title) {
        return Json.write(new StoredEvent(
                event.name(),
                event.action().orElse(null),
                event.ref(),
                event.sha(),
                event.before().orElse(null),
                event.baseRef().orElse(null),
                event.headRef().orElse(null),
                event.actor(),
                event.changedPaths().orElse(null),
                event.payload().toJson(),
                event.inputs(),
                called,
                pull,
                title.orElse(null)));
    }

    /** The run's own name; absent where it is called as its workflow. */
    static Optional<String> title(String json) {
        return Optional.ofNullable(Json.read(json, StoredEvent.class).title);
    }

    /** The texts that were kept with the event; absent where nobody has looked for them yet. */
    static Optional<Map<String, String>> called(String json) {
        return Optional.ofNullable(Json.read(json, StoredEvent.class).called);
    }

    static Event read(String json) {
        StoredEvent stored = Json.read(json, StoredEvent.class);
        Value payload = Value.of(Json.mapper().readTree(stored.payload));
        return new Event(
                stored.name,
                Optional.ofNullable(stored.action),
                stored.ref,
                stored.sha,
                Optional.ofNullable(stored.before),
                Optional.ofNullable(stored.baseRef),
                Optional.ofNullable(stored.headRef),
                stored.actor,
                Optional.ofNullable(stored.changedPaths),
                payload instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY,
                stored.inputs);
    }
}
