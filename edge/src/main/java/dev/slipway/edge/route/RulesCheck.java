package dev.slipway.edge.route;

import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refuses rules that could not be kept. */
final class RulesCheck {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final int MAX_RANGES = 10_000;

    private RulesCheck() {}

    /** @throws Problem of kind INVALID, code {@code bad-rule} */
    static void check(@Nullable Rules rules, List<Pool> pools) {
        if (rules == null) {
            return;
        }
        within("redirectToHttps", rules.redirectToHttps(), 1, 65_535);
        within("holdMillis", rules.holdMillis(), 1, 600_000);
        within("maxBodyBytes", rules.maxBodyBytes(), 0, Long.MAX_VALUE);
        within("responseTimeoutMillis", rules.responseTimeoutMillis(), 1, 24L * 3600 * 1000);
        token("stickyCookie", rules.stickyCookie());
        ranges("allow", rules.allow());
        ranges("deny", rules.deny());
        testers(rules.testers(), pools);
        Rules.Mirror mirror = rules.mirror();
        if (mirror != null) {
            within("mirror.percent", mirror.percent(), 1, 100);
            release("mirror.release", mirror.release(), pools);
        }
        if (rules.rateLimits() != null) {
            rules.rateLimits().forEach(RulesCheck::rateLimit);
        }
    }

    private static void testers(Rules.@Nullable Testers testers, List<Pool> pools) {
        if (testers == null) {
            return;
        }
        release("testers.release", testers.release(), pools);
        for (Rules.Match match : testers.any()) {
            long signs = Stream.of(match.host(), match.header(), match.cookie())
                    .filter(sign -> sign != null)
                    .count();
            if (signs != 1) {
                throw bad("a tester has " + signs + " signs", "give each one host, header or cookie");
            }
            token("testers.header", match.header());
            token("testers.cookie", match.cookie());
        }
    }

    private static void release(String name, @Nullable String release, List<Pool> pools) {
        if (release != null && pools.stream().noneMatch(pool -> pool.release().equals(release))) {
            throw bad(name + " is '" + release + "', which has no pool", "name a release of the route's pools");
        }
    }

    private static void rateLimit(Rules.RateLimit limit) {
        within("rateLimits.requests", limit.requests(), 1, 1_000_000);
        within("rateLimits.seconds", limit.seconds(), 1, 86_400);
        within("rateLimits.burst", limit.burstOrAll(), 1, 1_000_000);
    }

    private static void ranges(String name, @Nullable List<String> ranges) {
        if (ranges == null) {
            return;
        }
        within(name + "'s length", ranges.size(), 0, MAX_RANGES);
        ranges.forEach(AddressRange::parse);
    }

    private static void token(String name, @Nullable String value) {
        if (value != null && !TOKEN.matcher(value).matches()) {
            throw bad(name + " is '" + value + "'", "use letters, digits and - . _");
        }
    }

    private static void within(String name, @Nullable Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw bad(name + " is " + value, "give a number from " + least + " to " + most);
        }
    }

    private static Problem bad(String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, "bad-rule", message, hint);
    }
}
