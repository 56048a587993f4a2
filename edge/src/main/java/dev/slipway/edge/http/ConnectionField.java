package dev.slipway.edge.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the Connection fields of a message say (RFC 9110, section 7.6.1): how long the connection lives, and which other
 * fields are meant for this hop alone.
 *
 * @param close the sender will close
 * @param upgrade the sender asks for another protocol
 * @param nominated names, in lower case, that must not be passed on
 */
record ConnectionField(boolean close, boolean upgrade, List<String> nominated) {

    static final ConnectionField ABSENT = new ConnectionField(false, false, List.of());
    private static final ConnectionField CLOSE = new ConnectionField(true, false, List.of());
    private static final byte[] KEEP_ALIVE_TOKEN = Wire.bytes("keep-alive");
    private static final byte[] CLOSE_TOKEN = Wire.bytes("close");

    /** Adds what one more field says to what is known. */
    ConnectionField and(Head head, int field) {
        if (head.valueIs(field, KEEP_ALIVE_TOKEN)) {
            return this;
        }
        if (nominated.isEmpty() && !upgrade && head.valueIs(field, CLOSE_TOKEN)) {
            return CLOSE;
        }
        boolean closes = close;
        boolean upgrades = upgrade;
        List<String> names = new ArrayList<>(nominated);
        for (String token : head.value(field).toLowerCase(Locale.ROOT).split(",", -1)) {
            String name = token.strip();
            switch (name) {
                case "close" -> closes = true;
                case "upgrade" -> upgrades = true;
                case "", "keep-alive" -> {}
                default -> names.add(name);
            }
        }
        return new ConnectionField(closes, upgrades, List.copyOf(names));
    }

    boolean nominates(Head head, int field) {
        for (String name : nominated) {
            if (head.nameIs(field, name)) {
                return true;
            }
        }
        return false;
    }
}
