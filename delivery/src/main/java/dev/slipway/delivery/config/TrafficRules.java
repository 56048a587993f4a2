package dev.slipway.delivery.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the edge treats a service's requests on their way; what is absent is not done.
 *
 * @param maintenance a sentence for users: all but testers are answered with it
 * @param redirectToHttps port to which requests without TLS are sent on
 * @param testers who gets the new release whatever its weight; any one sign suffices
 * @param stickyCookie names the cookie by which a user stays with a release
 * @param mirrorPercent of the requests that are copied to the new release, whose answers are thrown away
 * @param allow address ranges; when there are any, all others are denied
 * @param deny address ranges
 * @param rateLimits all of them hold
 * @param maxBodyBytes a request's body may have
 * @param responseTimeout an instance may be silent
 * @param drain requests and tunnels may go on at instances that have left the route
 * @param securityHeaders add the usual ones where the instance does not say otherwise
 */
public record TrafficRules(
        Optional<String> maintenance,
        Optional<Integer> redirectToHttps,
        List<Tester> testers,
        Optional<String> stickyCookie,
        Optional<Integer> mirrorPercent,
        List<String> allow,
        List<String> deny,
        List<RateLimit> rateLimits,
        Optional<Long> maxBodyBytes,
        Optional<Duration> responseTimeout,
        Duration drain,
        boolean securityHeaders) {

    /** Requests go as they come. */
    public static final TrafficRules NONE = TrafficSection.SECTION.defaults();

    /** Stands for the environment's name in the host of a tester. */
    static final String PLACE = "{environment}";

    /** The rules as they hold in one environment. */
    public TrafficRules in(String environment) {
        return new TrafficRules(
                maintenance,
                redirectToHttps,
                testers.stream().map(tester -> tester.in(environment)).toList(),
                stickyCookie,
                mirrorPercent,
                allow,
                deny,
                rateLimits,
                maxBodyBytes,
                responseTimeout,
                drain,
                securityHeaders);
    }

    /** The same without testers: where nothing is kept from users there is nothing to be let in to. */
    public TrafficRules forEverybody() {
        return new TrafficRules(
                maintenance,
                redirectToHttps,
                List.of(),
                stickyCookie,
                Optional.empty(),
                allow,
                deny,
                rateLimits,
                maxBodyBytes,
                responseTimeout,
                drain,
                securityHeaders);
    }

    /**
     * One sign of a tester: exactly one of host, header and cookie.
     *
     * @param host that the request asks for, in which {@code {environment}} stands for its name
     * @param header its name
     * @param cookie its name
     * @param value of the header or cookie; empty for any
     */
    public record Tester(
            Optional<String> host, Optional<String> header, Optional<String> cookie, Optional<String> value) {

        private Tester in(String environment) {
            return new Tester(host.map(name -> name.replace(PLACE, environment)), header, cookie, value);
        }
    }

    /**
     * @param perClient whether each client address counts by itself, or all together
     * @param requests in that time
     * @param within that time, in whole seconds
     * @param burst how many may come at once after a rest
     */
    public record RateLimit(boolean perClient, int requests, Duration within, int burst) {}
}
