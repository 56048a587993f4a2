package dev.slipway.delivery.config;

import dev.slipway.delivery.config.TrafficRules.RateLimit;
import dev.slipway.delivery.config.TrafficRules.Tester;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The keys that say how the edge treats a service's requests. */
final class TrafficSection {

    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);

    private static final Key<String> HOST = Key.optional(
            "host",
            Plains.TEXT.checked(
                    "host name",
                    text -> Plains.isHost(text.replace(TrafficRules.PLACE, "x")),
                    "bad-host",
                    "write it in lower case, without scheme, port and path; {environment} may stand in it, then in quotes"),
            "The request asks for this host; the service answers to it as well. `{environment}` stands for the name of the"
                    + " environment, which a host needs where there are several.");
    private static final Key<String> HEADER = Key.optional("header", Plains.TOKEN, "Name of a header.");
    private static final Key<String> COOKIE = Key.optional("cookie", Plains.TOKEN, "Name of a cookie.");
    private static final Key<String> VALUE =
            Key.optional("value", Plains.LOOSE_TEXT, "Of the header or cookie; without it any.");

    private static final Section<Tester> TESTER = Section.of(
            "A sign of a tester: one of `host`, `header` and `cookie`.",
            List.of(HOST, HEADER, COOKIE, VALUE),
            TrafficSection::tester);

    private static final Key<Boolean> PER = Key.fallback(
            "per",
            Plains.word(List.of("client", "service"), "client"::equals),
            "client",
            "Whose requests count together: those of a client address, or all.");
    private static final Key<Integer> REQUESTS =
            Key.required("requests", Plains.whole(1, 1_000_000), "How many may come in the time, evenly.");
    private static final Key<Duration> WITHIN =
            Key.fallback("within", Plains.POSITIVE_DURATION, "1s", "The time, in whole seconds, at most a day.");
    private static final Key<Integer> BURST = Key.optional(
            "burst", Plains.whole(1, 1_000_000), "How many may come at once after a rest; without it as `requests`.");

    private static final Section<RateLimit> RATE_LIMIT = Section.of(
            "Requests beyond it are answered 429.", List.of(PER, REQUESTS, WITHIN, BURST), TrafficSection::rateLimit);

    private static final Key<String> MAINTENANCE =
            Key.optional("maintenance", Plains.TEXT, "A sentence for users: all but testers are answered 503 with it.");
    private static final Key<Integer> REDIRECT = Key.optional(
            "redirectToHttps",
            Plains.whole(1, 65_535),
            "Requests without TLS are sent on to `https://` at this port, such as 443.");
    private static final Key<List<Tester>> TESTERS = Key.fallback(
            "testers",
            ListShape.of(TESTER),
            "[]",
            "Who gets the new release whatever its weight; one sign that fits suffices.");
    private static final Key<String> STICKY = Key.optional(
            "stickyCookie",
            Plains.TOKEN,
            "Cookie by which a user stays with a release while growing weights only add users; who has none gets one.");
    private static final Key<Integer> MIRROR = Key.optional(
            "mirrorPercent",
            Plains.whole(1, 100),
            "Percent of the requests that are copied to the new release as well; its answers are thrown away.");
    private static final Key<List<String>> ALLOW = Key.fallback(
            "allow", ListShape.of(Plains.RANGE), "[]", "Address ranges; when there are any, all others are denied.");
    private static final Key<List<String>> DENY =
            Key.fallback("deny", ListShape.of(Plains.RANGE), "[]", "Address ranges; they win over `allow`.");
    private static final Key<List<RateLimit>> RATE_LIMITS =
            Key.fallback("rateLimits", ListShape.of(RATE_LIMIT), "[]", "How many requests may come; all hold.");
    private static final Key<Long> MAX_BODY =
            Key.optional("maxBody", Plains.BYTES, "Longer bodies of requests are answered 413.");
    private static final Key<Duration> RESPONSE_TIMEOUT = Key.optional(
            "responseTimeout", Plains.POSITIVE_DURATION, "How long an instance may be silent; 60s without it.");
    private static final Key<Duration> DRAIN = Key.fallback(
            "drain",
            Plains.DURATION.checked(
                    "duration up to a day",
                    drain -> drain.compareTo(LONGEST_DRAIN) <= 0,
                    "bad-drain",
                    "write a day or less, such as 5m"),
            "30s",
            "How long requests and WebSockets may go on at instances that a rollout has taken the traffic"
                    + " from; the rollout waits for them.");
    private static final Key<Boolean> SECURITY_HEADERS = Key.fallback(
            "securityHeaders",
            Plains.FLAG,
            "false",
            "Adds the usual security headers to responses where the instance does not say otherwise.");

    static final Section<TrafficRules> SECTION = Section.of(
            "How the edge treats the service's requests on their way.",
            List.of(
                    MAINTENANCE,
                    REDIRECT,
                    TESTERS,
                    STICKY,
                    MIRROR,
                    ALLOW,
                    DENY,
                    RATE_LIMITS,
                    MAX_BODY,
                    RESPONSE_TIMEOUT,
                    DRAIN,
                    SECURITY_HEADERS),
            filled -> new TrafficRules(
                    filled.find(MAINTENANCE),
                    filled.find(REDIRECT),
                    filled.get(TESTERS),
                    filled.find(STICKY),
                    filled.find(MIRROR),
                    filled.get(ALLOW),
                    filled.get(DENY),
                    filled.get(RATE_LIMITS),
                    filled.find(MAX_BODY),
                    filled.find(RESPONSE_TIMEOUT),
                    filled.get(DRAIN),
                    filled.get(SECURITY_HEADERS)));

    private TrafficSection() {}

    private static Tester tester(Filled filled) {
        long signs = Stream.of(HOST, HEADER, COOKIE).filter(filled::written).count();
        if (signs != 1 || (filled.written(HOST) && filled.written(VALUE))) {
            throw Plains.bad(
                    "bad-tester",
                    "a tester is known by one sign, this one has " + signs,
                    "write one of host, header and cookie, the latter two with or without value");
        }
        return new Tester(filled.find(HOST), filled.find(HEADER), filled.find(COOKIE), filled.find(VALUE));
    }

    private static RateLimit rateLimit(Filled filled) {
        Duration within = filled.get(WITHIN);
        if (within.toNanosPart() != 0 || within.compareTo(Duration.ofDays(1)) > 0) {
            filled.refuse(
                    filled.at(WITHIN), "bad-rate-limit", "the time is no number of seconds up to a day", "write 10s");
        }
        int requests = filled.get(REQUESTS);
        return new RateLimit(
                filled.get(PER), requests, within, filled.find(BURST).orElse(requests));
    }
}
