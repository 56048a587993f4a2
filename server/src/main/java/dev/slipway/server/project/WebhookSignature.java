package dev.slipway.server.project;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks that a webhook comes from somebody who knows the project's secret, as GitHub, Gitea and GitLab show it. */
final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * @param header looks a request header up, null when it is not there
     * @param body the raw bytes that were signed
     */
    static boolean valid(Function<String, @Nullable String> header, byte[] body, String secret) {
        Optional<String> github = Optional.ofNullable(header.apply("X-Hub-Signature-256"));
        if (github.isPresent()) {
            return equal("sha256=" + hmac(body, secret), github.get().toLowerCase(Locale.ROOT));
        }
        Optional<String> gitea = Optional.ofNullable(header.apply("X-Gitea-Signature"));
        if (gitea.isPresent()) {
            return equal(hmac(body, secret), gitea.get().toLowerCase(Locale.ROOT));
        }
        return Optional.ofNullable(header.apply("X-Gitlab-Token"))
                .map(token -> equal(secret, token))
                .orElse(false);
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
