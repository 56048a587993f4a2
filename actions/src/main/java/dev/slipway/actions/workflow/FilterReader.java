package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the patterns of an event. */
final class FilterReader {

    private final Block block;
    private final Faults faults;

    FilterReader(Block block, Faults faults) {
        this.block = block;
        this.faults = faults;
    }

    /**
     * @param key such as {@code branches}; what is written as {@code branches-ignore} belongs to it
     */
    Trigger.Filter read(String key) {
        String ignore = key + "-ignore";
        if (block.has(key) && block.has(ignore)) {
            faults.wrong(
                    Fault.Stage.RULE,
                    "both-filters",
                    later(block.keyPosition(key), block.keyPosition(ignore)),
                    "'" + key + "' and '" + ignore + "' cannot be used together",
                    "use '" + key + "' with patterns that start with '!'");
        }
        List<Template> only = block.templates(key);
        if (!only.isEmpty()
                && only.stream().allMatch(pattern -> pattern.source().startsWith("!"))) {
            faults.wrong(
                    Fault.Stage.RULE,
                    "only-negative-filter",
                    only.getFirst().position(),
                    "'" + key + "' has only patterns that start with '!', so nothing can match",
                    "put '**' first");
        }
        Stream.concat(only.stream(), block.templates(ignore).stream()).forEach(pattern -> check(pattern, key));
        return new Trigger.Filter(block.texts(key), block.texts(ignore));
    }

    private static Position later(Position one, Position other) {
        boolean behind = one.line() > other.line() || (one.line() == other.line() && one.column() > other.column());
        return behind ? one : other;
    }

    private void check(Template pattern, String key) {
        Optional<String> refusal = FilterPattern.refusal(pattern.source());
        if (refusal.isPresent()) {
            faults.wrong(Fault.Stage.RULE, "bad-pattern", pattern.position(), refusal.get(), null);
            return;
        }
        FilterPattern.complaint(pattern.source(), !key.equals("paths"))
                .ifPresent(complaint -> faults.doubtful("bad-pattern", pattern.position(), complaint, null));
    }
}
