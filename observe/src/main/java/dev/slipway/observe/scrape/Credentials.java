package dev.slipway.observe.scrape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** What a scrape says of itself to its target. Secrets stand in files, which are read at each scrape: they may change. */
public sealed interface Credentials {

    /** The value of the {@code Authorization} header. */
    Optional<String> header() throws IOException;

    /** Nothing. */
    record None() implements Credentials {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /** HTTP Basic (RFC 7617). */
    record Basic(String username, Optional<Path> passwordFile) implements Credentials {
        @Override
        public Optional<String> header() throws IOException {
            String password = passwordFile.isPresent() ? secret(passwordFile.get()) : "";
            byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    /** A token of some type, mostly Bearer (RFC 6750). */
    record Token(String type, Path file) implements Credentials {
        @Override
        public Optional<String> header() throws IOException {
            return Optional.of(type + " " + secret(file));
        }
    }

    private static String secret(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
