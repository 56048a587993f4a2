package dev.slipway.cli;

import java.util.Iterator;
import java.util.function.Predicate;

/**
 * One event of a stream, after the HTML standard's section on server-sent events.
 *
 * @param name {@code message} when the server gave none
 * @param data its lines, joined
 */
record ServerEvent(String name, String data) {

    /** Stands before the first event: whatever changes from here on will be told. */
    static final ServerEvent OPENED = new ServerEvent("opened", "");

    /** @return false when the lines ended although more was wanted */
    static boolean read(Iterator<String> lines, Predicate<ServerEvent> wanted) {
        String name = "message";
        StringBuilder data = new StringBuilder();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                if (!data.isEmpty() && !wanted.test(new ServerEvent(name, data.substring(0, data.length() - 1)))) {
                    return true;
                }
                name = "message";
                data.setLength(0);
            } else if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.startsWith("data:")) {
                data.append(value(line)).append('\n');
            }
        }
        return false;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
