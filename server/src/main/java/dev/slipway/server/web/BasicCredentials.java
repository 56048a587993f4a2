package dev.slipway.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Name and secret of HTTP Basic (RFC 7617), as git, Grafana and promtool send them. */
public record BasicCredentials(String name, String secret) {

    private static final String SCHEME = "Basic ";

    /** @return empty when the header says something else */
    public static Optional<BasicCredentials> read(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            return split(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<BasicCredentials> split(String pair) {
        int colon = pair.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return name + ":...";
    }
}
