package dev.slipway.server.certificate;

import dev.slipway.kernel.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which certificates are to be ordered, and where.
 *
 * @param names host names, a certificate for each
 * @param directory of the authority
 * @param email that the authority may write to
 * @param binding to an account that exists outside of ACME, for authorities that ask for it
 * @param roots PEM file with the authority's own root, for one whose server no public root vouches for
 */
public record AcmeSettings(
        List<String> names, URI directory, Optional<String> email, Optional<Binding> binding, Optional<Path> roots) {

    /** Let's Encrypt. */
    public static final String USUAL_DIRECTORY = "https://acme-v02.api.letsencrypt.org/directory";

    private static final String NAME = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /**
     * An account outside of ACME (RFC 8555, section 7.3.4).
     *
     * @param keyFile holds the key in base64url, so that it is in no argument and no variable
     */
    public record Binding(String keyId, Path keyFile) {}

    /** @throws Problem of kind INVALID, code {@code bad-option}, for names that cannot be proved over HTTP */
    public AcmeSettings {
        for (String name : names) {
            if (!name.matches(NAME)) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-option",
                        "--acme-names: '" + name + "' is no name that a certificate can be ordered for over HTTP",
                        name.startsWith("*.")
                                ? "name each host, or put a wildcard certificate into the folder of certificates"
                                : "write whole host names in small letters, separated by commas");
            }
        }
    }

    /** Nobody agrees to an authority's terms for somebody else, so this is refused without the word. */
    public static Problem termsNotAgreed() {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-option",
                "--acme-names needs your agreement to the terms of the certificate authority",
                "read them, then add --acme-agree-terms");
    }
}
