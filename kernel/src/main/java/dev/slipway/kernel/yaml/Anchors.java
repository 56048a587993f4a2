package dev.slipway.kernel.yaml;

import dev.slipway.kernel.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Follows anchors and aliases through the events of a document, which know the place of each alias; nodes do not. An
 * anchor may be set anew: an alias means the last one before it.
 */
final class Anchors {

    private final Function<Mark, Position> places;
    private final Map<String, Position> last = new LinkedHashMap<>();
    private final Set<Position> unused = new LinkedHashSet<>();
    private final Deque<Optional<Position>> open = new ArrayDeque<>();
    private final List<Position> recursions = new ArrayList<>();

    Anchors(Function<Mark, Position> places) {
        this.places = places;
    }

    void see(Event event) {
        if (event instanceof AliasEvent alias) {
            alias(alias);
        } else if (event instanceof NodeEvent node) {
            Optional<Position> anchor = anchor(node);
            if (event instanceof CollectionStartEvent) {
                open.push(anchor);
            }
        } else if (event.getEventId() == Event.ID.SequenceEnd || event.getEventId() == Event.ID.MappingEnd) {
            open.pop();
        }
    }

    /** How deep the document is at this event. */
    int depth() {
        return open.size();
    }

    /** The anchors that no alias names, where they stand. */
    List<Position> unused() {
        return List.copyOf(unused);
    }

    /** The aliases that stand inside of what they name. */
    List<Position> recursions() {
        return List.copyOf(recursions);
    }

    private Optional<Position> anchor(NodeEvent node) {
        Optional<Position> position =
                node.getAnchor().flatMap(_ -> node.getStartMark().map(places));
        position.ifPresent(place -> {
            last.put(node.getAnchor().orElseThrow().getValue(), place);
            unused.add(place);
        });
        return position;
    }

    /** An alias without an anchor is the composer's to refuse. */
    private void alias(AliasEvent alias) {
        Optional<Position> anchor =
                Optional.ofNullable(last.get(alias.getAlias().getValue()));
        anchor.ifPresent(unused::remove);
        if (anchor.isPresent() && open.contains(anchor)) {
            alias.getStartMark().map(places).ifPresent(recursions::add);
        }
    }
}
