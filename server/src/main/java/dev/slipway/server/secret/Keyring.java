package dev.slipway.server.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.slipway.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes so that only this server's keys open them, and only in the place they were sealed for. Each value has a
 * key of its own, which the keyring's newest key wraps (Tink's envelope encryption with AES-256-GCM); the place is
 * authenticated with it, so that a sealed value copied to another project, environment or name does not open.
 */
public final class Keyring {

    private static final String PREFIX = "s1:";

    private final KeysetFile file;
    private volatile KeysetHandle keys;

    private Keyring(KeysetFile file, KeysetHandle keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Opens the keyring in the directory, and makes one where there is none.
     *
     * @param directory {@code keys} in the home of the server
     * @param passphrase what the file itself is encrypted with ({@code SLIPWAY_KEY_PASSPHRASE}), or null to rely on its
     *     mode 0600 alone
     * @throws Problem of kind UNAVAILABLE, code {@code keyring-unusable}, when it is there but cannot be opened
     */
    public static Keyring open(Path directory, @Nullable String passphrase) {
        try {
            AeadConfig.register();
            KeysetFile file =
                    new KeysetFile(directory.resolve("secrets.keyset"), passphrase, RegistryConfiguration.get());
            KeysetHandle keys = file.exists() ? file.read() : file.write(fresh());
            return new Keyring(file, keys);
        } catch (GeneralSecurityException e) {
            throw KeysetFile.unusable(directory, e);
        }
    }

    /**
     * @param place what the value belongs to
     * @return text that holds the value sealed
     */
    public String seal(String place, byte[] clear) {
        try {
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(aead().encrypt(clear, bytes(place)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keyring cannot encrypt", e);
        }
    }

    /**
     * @throws Problem of kind UNAVAILABLE, code {@code secret-sealed}, when the value was sealed for another place, with
     *     other keys, or was changed
     */
    public byte[] open(String place, String sealed) {
        if (!sealed.startsWith(PREFIX)) {
            throw closed(place, new IllegalArgumentException("not a sealed value"));
        }
        try {
            return aead().decrypt(Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length())), bytes(place));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw closed(place, e);
        }
    }

    public String sealText(String place, String clear) {
        return seal(place, clear.getBytes(StandardCharsets.UTF_8));
    }

    public String openText(String place, String sealed) {
        return new String(open(place, sealed), StandardCharsets.UTF_8);
    }

    /** From now on a new key seals; the old ones still open what they sealed. */
    public synchronized void rotate() {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys)
                    .setConfiguration(RegistryConfiguration.get())
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary());
            keys = file.write(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keyring cannot make a key", e);
        }
    }

    private Aead aead() throws GeneralSecurityException {
        Aead wrapping = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
        return KmsEnvelopeAead.create(PredefinedAeadParameters.AES256_GCM, wrapping);
    }

    private static KeysetHandle fresh() throws GeneralSecurityException {
        return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
    }

    private static byte[] bytes(String place) {
        return place.getBytes(StandardCharsets.UTF_8);
    }

    private static Problem closed(String place, Exception cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "secret-sealed",
                "the secret at " + place + " cannot be opened with the keys of this server",
                "was the database restored without the keys directory? restore both, or set the secret again",
                cause);
    }
}
