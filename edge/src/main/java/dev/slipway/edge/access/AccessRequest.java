package dev.slipway.edge.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, kept until the answer is known.
 *
 * @param requestId as instance and client see it
 * @param traceId of the W3C trace context
 * @param client the address that it came from
 * @param scheme http or https
 * @param host without port, in lower case
 * @param target path and masked query
 * @param userAgent the beginning of what the client calls itself; null when it does not
 */
public record AccessRequest(
        String requestId,
        String traceId,
        String client,
        String scheme,
        String method,
        String host,
        String target,
        @Nullable String userAgent) {

    private static final int MAX_TARGET = 2048;
    private static final int MAX_USER_AGENT = 256;
    private static final Pattern VALUE = Pattern.compile("=[^&]*");
    private static final Pattern BARE = Pattern.compile("(?<=^|&)[^&=]+(?=&|$)");

    /** Queries carry tokens, mail addresses and searches: their values, and words without a name, become an asterisk. */
    public AccessRequest {
        target = masked(target);
        userAgent = userAgent == null ? null : beginning(userAgent, MAX_USER_AGENT);
    }

    private static String masked(String target) {
        int query = target.indexOf('?');
        if (query < 0) {
            return beginning(target, MAX_TARGET);
        }
        String bare = BARE.matcher(target.substring(query + 1)).replaceAll("*");
        return beginning(target.substring(0, query + 1) + VALUE.matcher(bare).replaceAll("=*"), MAX_TARGET);
    }

    private static String beginning(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
