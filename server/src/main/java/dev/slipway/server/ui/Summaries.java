package dev.slipway.server.ui;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of jobs as HTML. The page of a run is fetched anew with every change of the run, and a summary may be long: each
 * is rendered once, and those that were shown last are kept.
 */
final class Summaries {

    private final int capacity;
    private final Map<String, String> rendered = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /** @param capacity how many characters of text and HTML are kept at most */
    Summaries(int capacity) {
        this.capacity = capacity;
    }

    String html(String summary) {
        String known = find(summary);
        return known == null ? keep(summary, Markdown.html(summary)) : known;
    }

    private synchronized @Nullable String find(String summary) {
        return rendered.get(summary);
    }

    private synchronized String keep(String summary, String html) {
        String before = rendered.putIfAbsent(summary, html);
        if (before != null) {
            return before;
        }
        held += size(summary, html);
        Iterator<Map.Entry<String, String>> oldest = rendered.entrySet().iterator();
        while (held > capacity) {
            Map.Entry<String, String> gone = oldest.next();
            held -= size(gone.getKey(), gone.getValue());
            oldest.remove();
        }
        return html;
    }

    private static long size(String summary, String html) {
        return (long) summary.length() + html.length();
    }
}
