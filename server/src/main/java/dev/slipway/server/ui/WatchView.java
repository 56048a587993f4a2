package dev.slipway.server.ui;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of lists.
 *
 * @param sections one after the other
 */
public record WatchView(List<Section> sections) {

    public WatchView {
        sections = List.copyOf(sections);
    }

    /**
     * One list.
     *
     * @param empty what stands there when it is empty
     */
    public record Section(String title, String empty, List<Row> rows) {
        public Section {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One line of a list.
     *
     * @param title its name
     * @param detail what else is to be known, in small
     * @param link where more is seen; empty for nowhere
     * @param at since when, or when last
     */
    public record Row(Label state, String title, String detail, String link, Optional<Instant> at) {}
}
