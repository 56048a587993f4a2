package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.Wire;
import dev.slipway.edge.route.Rules;
import dev.slipway.edge.traffic.Choice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of its route mean for one request.
 *
 * @param choice what is known of the release that it goes to
 * @param rules null when there are none
 * @param mirrored the release that gets a copy; null for none
 * @param newCookie the field that tells a new user's browser who it is; empty for none
 * @param scheme by which the request came
 */
record Treatment(
        Choice choice, @Nullable Rules rules, @Nullable String mirrored, String newCookie, Scheme scheme) {

    /** Without rules. */
    static final Treatment PLAIN = new Treatment(Choice.FREE, null, null, "", Scheme.HTTP);

    private static final String TRANSPORT_SECURITY = "Strict-Transport-Security: max-age=31536000";
    private static final List<String> SECURITY = List.of(
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: SAMEORIGIN",
            "Referrer-Policy: strict-origin-when-cross-origin");

    /** A body of that many bytes is too long. */
    boolean isTooLong(long bodyBytes) {
        Long most = rules == null ? null : rules.maxBodyBytes();
        return most != null && bodyBytes > most;
    }

    /** The instance speaks HTTP/2. */
    boolean isHttp2() {
        return rules != null && Boolean.TRUE.equals(rules.http2());
    }

    /** How long an instance may be silent, in nanoseconds. */
    long responseNanos(Limits limits) {
        Long millis = rules == null ? null : rules.responseTimeoutMillis();
        return millis == null ? limits.response().toNanos() : millis * 1_000_000;
    }

    /** Fields for the client: those given and what the rules add to a response with this head. */
    byte[] fields(Head response, byte[] given) {
        if (rules == null) {
            return given;
        }
        StringBuilder more = new StringBuilder(newCookie);
        if (Boolean.TRUE.equals(rules.securityHeaders())) {
            SECURITY.forEach(field -> addAbsent(response, field, more));
            if (scheme == Scheme.HTTPS) {
                addAbsent(response, TRANSPORT_SECURITY, more);
            }
        }
        byte[] added = Wire.bytes(more.toString());
        byte[] all = java.util.Arrays.copyOf(given, given.length + added.length);
        System.arraycopy(added, 0, all, given.length, added.length);
        return all;
    }

    private static void addAbsent(Head response, String field, StringBuilder more) {
        String name = field.substring(0, field.indexOf(':')).toLowerCase(java.util.Locale.ROOT);
        for (int i = 0; i < response.fields(); i++) {
            if (response.nameIs(i, name)) {
                return;
            }
        }
        more.append(field).append("\r\n");
    }
}
