package dev.slipway.promql.series;

import java.util.Iterator;
import java.util.List;

/**
 * The answer to a {@link SeriesSource#select}: every series once, in any order that is the same for the same data. Read
 * once, closed by the reader; a store may hold blocks open for it.
 */
public interface Selection extends Iterable<Series>, AutoCloseable {

    @Override
    void close();

    /** A selection of series at hand, with nothing to close. */
    static Selection of(List<? extends Series> series) {
        List<Series> copy = List.copyOf(series);
        return new Selection() {
            @Override
            public Iterator<Series> iterator() {
                return copy.iterator();
            }

            @Override
            public void close() {
                // The list is on the heap.
            }
        };
    }
}
