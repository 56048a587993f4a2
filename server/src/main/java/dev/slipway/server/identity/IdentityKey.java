package dev.slipway.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.BlobFolder;
import dev.slipway.server.secret.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs identity tokens. It stays over restarts, sealed by the server's keyring; the public half is told. It
 * is made when it is first asked for: finding two primes takes up to a second, which no start shall wait for.
 */
final class IdentityKey {

    private static final int BITS = 2048;
    private static final String PLACE = "identity-key";

    private final Path file;
    private final Keyring keyring;
    private @Nullable RSAKey key;

    private IdentityKey(Path file, Keyring keyring) {
        this.file = file;
        this.keyring = keyring;
    }

    /**
     * Opens the key if there is one.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code identity-key-unusable}
     */
    static IdentityKey open(Path folder, Keyring keyring) {
        IdentityKey opened = new IdentityKey(folder.resolve("identity.jwk"), keyring);
        if (Files.exists(opened.file)) {
            opened.get();
        }
        return opened;
    }

    /** @throws Problem as {@link #open} does */
    synchronized RSAKey get() {
        if (key == null) {
            key = read();
        }
        return key;
    }

    private RSAKey read() {
        try {
            if (!Files.exists(file)) {
                RSAKey fresh = new RSAKeyGenerator(BITS)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyIDFromThumbprint(true)
                        .generate();
                BlobFolder.replace(file, keyring.sealText(PLACE, fresh.toJSONString()));
            }
            return RSAKey.parse(keyring.openText(PLACE, Files.readString(file)));
        } catch (IOException | ParseException | JOSEException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "identity-key-unusable",
                    "the key of identity tokens in " + file + " cannot be used: " + e.getMessage(),
                    "restore it, or remove it: then a new one is made and those who trust the old one must fetch it",
                    e);
        }
    }
}
