package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Cookies;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.route.Rules;
import dev.slipway.edge.traffic.Choice;
import dev.slipway.edge.traffic.RouteRules;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Applies the rules of a route to a request before it is admitted anywhere. */
final class Reception {

    private static final String CHALLENGES = "/.well-known/acme-challenge/";
    private static final int MAX_USER = 256;
    private static final String COOKIE_LIFE = "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax";

    private final RouteRules compiled;
    private final Rules rules;
    private final RequestHead request;
    private final String host;
    private final Scheme scheme;

    Reception(RouteRules compiled, RequestHead request, String host, Scheme scheme) {
        this.compiled = compiled;
        this.rules = compiled.rules();
        this.request = request;
        this.host = host;
        this.scheme = scheme;
    }

    /** What becomes of a request. */
    sealed interface Ruling {}

    /** It goes on. */
    record Passes(Treatment treatment) implements Ruling {}

    /** It is answered here. */
    record Refused(Answer answer) implements Ruling {}

    /** It waits for the next change of the route. */
    record Held(long nanos) implements Ruling {}

    /** @param again it was held before, so it has been counted already */
    Ruling rule(InetAddress client, boolean again) {
        Answer refusal = again ? null : refusal(client);
        if (refusal != null) {
            return new Refused(refusal);
        }
        boolean tester = isTester();
        if (rules.maintenance() != null && !tester) {
            return new Refused(
                    Answer.of(Reason.MAINTENANCE, rules.maintenance()).with("Retry-After: 60\r\n"));
        }
        Long hold = rules.holdMillis();
        return hold == null || tester ? new Passes(treatment(tester)) : new Held(TimeUnit.MILLISECONDS.toNanos(hold));
    }

    private @Nullable Answer refusal(InetAddress client) {
        if (!compiled.admits(client)) {
            return Answer.of(Reason.DENIED, "It is not open to your address");
        }
        long wait = compiled.pass(client, System.nanoTime());
        if (wait > 0) {
            long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(wait + 999_999_999));
            return Answer.of(Reason.RATE_LIMITED, "Try again in " + seconds + " s")
                    .with("Retry-After: " + seconds + "\r\n");
        }
        Long most = rules.maxBodyBytes();
        if (most != null && request.body().remaining() > most) {
            return Answer.of(Reason.TOO_LARGE, "At most " + most + " bytes are taken here");
        }
        return redirect();
    }

    private @Nullable Answer redirect() {
        Integer port = rules.redirectToHttps();
        if (port == null || scheme == Scheme.HTTPS || request.target().startsWith(CHALLENGES)) {
            return null;
        }
        if (!host.matches("[a-z0-9._-]+|\\[[0-9a-f:.]+]")) {
            return new Answer(400, Reason.BAD_REQUEST, "The host is no name");
        }
        String place = "https://" + host + (port == 443 ? "" : ":" + port) + request.target();
        return Answer.of(Reason.REDIRECT, "It is served over HTTPS").with("Location: " + place + "\r\n");
    }

    private boolean isTester() {
        Rules.Testers testers = rules.testers();
        return testers != null && testers.any().stream().anyMatch(this::fits);
    }

    private boolean fits(Rules.Match match) {
        if (match.host() != null) {
            return match.host().toLowerCase(Locale.ROOT).equals(host);
        }
        String found = match.cookie() == null
                ? request.head()
                        .find(match.header() == null ? "" : match.header().toLowerCase(Locale.ROOT))
                : Cookies.find(request.head(), match.cookie());
        return found != null && (match.value() == null || match.value().equals(found));
    }

    private Treatment treatment(boolean tester) {
        String release = tester && rules.testers() != null
                ? compiled.release(rules.testers().release())
                : null;
        String name = rules.stickyCookie();
        String user = name == null ? null : Cookies.find(request.head(), name);
        String newCookie = "";
        if (name != null && (user == null || user.isEmpty() || user.length() > MAX_USER)) {
            user = RequestId.fresh().toString();
            newCookie = "Set-Cookie: " + name + "=" + user + COOKIE_LIFE + (scheme == Scheme.HTTPS ? "; Secure" : "")
                    + "\r\n";
        }
        return new Treatment(new Choice(release, user), rules, mirrored(), newCookie, scheme);
    }

    private @Nullable String mirrored() {
        Rules.Mirror mirror = rules.mirror();
        if (mirror == null || request.isUpgrade()) {
            return null;
        }
        return ThreadLocalRandom.current().nextInt(100) < mirror.percent() ? compiled.release(mirror.release()) : null;
    }
}
