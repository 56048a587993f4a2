package dev.slipway.server.web;

import dev.slipway.kernel.Digest;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie of a browser's session, and the token that its forms must carry. The token is a one-way function of the
 * session's secret: who has it cannot make the cookie, and who cannot read our pages does not have it.
 *
 * @param secure whether browsers reach the server by https, so that the cookie must not travel without
 */
public record SessionCookie(boolean secure) {

    private static final String NAME = "slipway_session";

    /** The header or the form field that carries the token. */
    public static final String TOKEN_HEADER = "X-CSRF-Token";

    public static final String TOKEN_FIELD = "_csrf";

    /** The session's secret that the browser shows. */
    public Optional<String> read(Context http) {
        return Optional.ofNullable(http.cookie(NAME)).filter(value -> !value.isEmpty());
    }

    /** Starts a session in the principal's browser. */
    public void set(Context http, String secret, Duration lifetime) {
        http.cookie(cookie(secret, Math.toIntExact(lifetime.toSeconds())));
    }

    public void clear(Context http) {
        http.cookie(cookie("", 0));
    }

    private Cookie cookie(String value, int maxAge) {
        return new Cookie(NAME, value, "/", maxAge, secure, true, null, SameSite.LAX);
    }

    /** What the forms of this session carry. */
    public static String tokenOf(String sessionSecret) {
        return Digest.of("slipway-csrf:" + sessionSecret).hex();
    }

    static boolean matches(String sessionSecret, String token) {
        return MessageDigest.isEqual(
                tokenOf(sessionSecret).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
