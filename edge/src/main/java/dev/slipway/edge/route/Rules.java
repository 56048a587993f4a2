package dev.slipway.edge.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the requests of a route are treated on their way; what is absent is not done.
 *
 * @param redirectToHttps port to which requests without TLS are sent on; 443 stays unsaid in the address
 * @param maintenance a sentence for users: all requests but testers' are answered with it
 * @param holdMillis requests wait for the next change of the route, so long at most
 * @param testers requests that go to one release whatever its weight
 * @param stickyCookie names the cookie by which a user stays with a release
 * @param mirror copies of requests for a release that does not answer them
 * @param allow address ranges; when there are any, others are denied
 * @param deny address ranges
 * @param rateLimits all of them hold
 * @param maxBodyBytes a request's body may have
 * @param responseTimeoutMillis an instance may be silent
 * @param securityHeaders add the usual ones where the instance does not say otherwise
 * @param http2 instances speak HTTP/2 without TLS, as those with gRPC do
 */
public record Rules(
        @Nullable Integer redirectToHttps,
        @Nullable String maintenance,
        @Nullable Long holdMillis,
        @Nullable Testers testers,
        @Nullable String stickyCookie,
        @Nullable Mirror mirror,
        @Nullable List<String> allow,
        @Nullable List<String> deny,
        @Nullable List<RateLimit> rateLimits,
        @Nullable Long maxBodyBytes,
        @Nullable Long responseTimeoutMillis,
        @Nullable Boolean securityHeaders,
        @Nullable Boolean http2) {

    public Rules {
        allow = allow == null ? null : List.copyOf(allow);
        deny = deny == null ? null : List.copyOf(deny);
        rateLimits = rateLimits == null ? null : List.copyOf(rateLimits);
    }

    /**
     * Who tests.
     *
     * @param release that they get; absent for the last of the route
     * @param any one that fits suffices
     */
    public record Testers(@Nullable String release, List<Match> any) {
        public Testers {
            any = List.copyOf(any);
        }
    }

    /**
     * One sign of a tester; exactly one of host, header and cookie is given.
     *
     * @param host the request's, in lower case without port
     * @param header its name
     * @param cookie its name
     * @param value of the header or cookie; absent for any
     */
    public record Match(
            @Nullable String host,
            @Nullable String header,
            @Nullable String cookie,
            @Nullable String value) {}

    /**
     * @param release that gets the copies; absent for the last of the route
     * @param percent of the requests
     */
    public record Mirror(@Nullable String release, int percent) {}

    /**
     * So many requests in that time, evenly, and a burst at once after a rest.
     *
     * @param per whom it counts
     * @param burst absent for as many as requests
     */
    public record RateLimit(
            Per per, int requests, int seconds, @Nullable Integer burst) {

        /** How many may come at once. */
        public int burstOrAll() {
            return burst == null ? requests : burst;
        }
    }

    /** Whose requests a limit counts together. */
    public enum Per {
        /** All of the route. */
        ROUTE,
        /** Those of one address; IPv6 addresses by their first 64 bits, which one customer holds. */
        CLIENT
    }
}
