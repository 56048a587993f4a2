package dev.slipway.observe.scrape;

import dev.slipway.observe.exposition.ExposedSample;
import dev.slipway.observe.exposition.Label;
import dev.slipway.observe.store.SeriesHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The series of a target as of its last good scrape: it spares relabelling and searching what was there before, and
 * knows which series have vanished.
 */
final class SeriesCache {

    private Map<Key, Entry> known = new HashMap<>();
    private Map<Key, Entry> next = new HashMap<>();

    /** A sample as its target writes it. */
    private record Key(String name, List<Label> labels) {}

    /**
     * @param handle empty when relabelling drops the sample
     * @param stale whether the series is marked stale when it vanishes
     */
    private record Entry(Optional<SeriesHandle> handle, boolean stale) {}

    /** Makes the handle of a sample that is not known yet. */
    interface Maker {
        Optional<SeriesHandle> make(ExposedSample sample);
    }

    /** The handle of a sample; empty when it is dropped. */
    Optional<SeriesHandle> handle(ExposedSample sample, boolean stale, Maker maker) {
        Key key = new Key(sample.name(), sample.labels());
        Entry entry = known.get(key);
        Optional<SeriesHandle> handle = entry == null ? maker.make(sample) : entry.handle();
        next.put(key, new Entry(handle, stale));
        return handle;
    }

    /** Kept series that the last scrape did not have. */
    int added() {
        return (int) next.entrySet().stream()
                .filter(entry -> entry.getValue().handle().isPresent() && !known.containsKey(entry.getKey()))
                .count();
    }

    /** Series of the last scrape that are missing from this one. */
    List<SeriesHandle> vanished() {
        List<SeriesHandle> handles = new ArrayList<>();
        known.forEach((key, entry) -> {
            if (entry.stale() && !next.containsKey(key)) {
                entry.handle().ifPresent(handles::add);
            }
        });
        return handles;
    }

    /** The scrape is stored: its series are those that are known. */
    void accept() {
        known = next;
        next = new HashMap<>();
    }

    /** The scrape failed: what it brought is forgotten. */
    void discard() {
        next = new HashMap<>();
    }

    /** The scrape failed and all series were marked: nothing is known any more. */
    void clear() {
        known = new HashMap<>();
        next = new HashMap<>();
    }
}
