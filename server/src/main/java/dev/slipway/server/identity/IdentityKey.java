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

/** The key that signs identity tokens. It stays over restarts, sealed by the server's keyring; the public half is told. */
final class IdentityKey {

    private static final int BITS = 2048;
    private static final String PLACE = "identity-key";

    private IdentityKey() {}

    /**
     * Opens the key, and makes one where there is none.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code identity-key-unusable}
     */
    static RSAKey open(Path folder, Keyring keyring) {
        Path file = folder.resolve("identity.jwk");
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
