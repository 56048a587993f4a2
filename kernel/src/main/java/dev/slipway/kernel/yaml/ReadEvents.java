package dev.slipway.kernel.yaml;

import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** The events of a document that was read already, for the library's composer, which would read the text once more. */
final class ReadEvents implements Parser {

    private final List<Event> events;
    private int next;

    ReadEvents(List<Event> events) {
        this.events = events;
    }

    @Override
    public boolean hasNext() {
        return next < events.size();
    }

    @Override
    public boolean checkEvent(Event.ID kind) {
        return hasNext() && events.get(next).getEventId() == kind;
    }

    /** @return null after the last one, as the library's own parser does */
    @Override
    public @Nullable Event peekEvent() {
        return hasNext() ? events.get(next) : null;
    }

    @Override
    public Event next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no event follows");
        }
        return events.get(next++);
    }
}
