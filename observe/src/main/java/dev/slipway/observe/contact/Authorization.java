package dev.slipway.observe.contact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What is said in the header {@code Authorization}. */
public sealed interface Authorization {

    /** The value of the header; secrets in files are read each time, for they may change. */
    String header() throws IOException;

    /** HTTP Basic (RFC 7617). */
    record Basic(String username, Optional<Secret> password) implements Authorization {
        @Override
        public String header() throws IOException {
            String secret = password.isPresent() ? password.get().value() : "";
            byte[] pair = (username + ":" + secret).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
    }

    /** A token of some type, mostly Bearer (RFC 6750). */
    record Token(String type, Secret secret) implements Authorization {
        @Override
        public String header() throws IOException {
            return type + " " + secret.value();
        }
    }
}
