package dev.slipway.server.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds the keyring, for the owner's eyes alone, and encrypted when there is a passphrase. It is replaced
 * whole and flushed before it takes the old one's name: losing it loses every secret.
 */
final class KeysetFile {

    private static final byte[] PLACE = "slipway keyring".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;

    /** OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256. */
    private static final int ITERATIONS = 600_000;

    private final Path file;
    private final @Nullable String passphrase;
    private final Configuration tink;

    KeysetFile(Path file, @Nullable String passphrase, Configuration tink) {
        this.file = file;
        this.tink = tink;
        this.passphrase = passphrase;
    }

    boolean exists() {
        return Files.exists(file);
    }

    KeysetHandle read() {
        try {
            String text = Files.readString(file);
            boolean encrypted = !text.startsWith("{");
            if (!encrypted) {
                return TinkJsonProtoKeysetFormat.parseKeyset(text, tink, InsecureSecretKeyAccess.get());
            }
            int line = text.indexOf('\n');
            byte[] salt = HexFormat.of().parseHex(text.substring(0, line));
            return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                    text.substring(line + 1), wrapping(salt), PLACE, tink);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unusable(file, e);
        }
    }

    KeysetHandle write(KeysetHandle keys) {
        try {
            Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(temporary);
            try (FileChannel channel = FileChannel.open(
                    temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text(keys));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file, e);
        }
    }

    static Problem unusable(Path place, Exception cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "keyring-unusable",
                "the keys in " + place + " cannot be used",
                "see that the file can be read and is not damaged, and that SLIPWAY_KEY_PASSPHRASE is the one it was"
                        + " made with",
                cause);
    }

    private String text(KeysetHandle keys) throws GeneralSecurityException {
        if (passphrase == null) {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, tink, InsecureSecretKeyAccess.get());
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return HexFormat.of().formatHex(salt) + "\n"
                + TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keys, wrapping(salt), PLACE, tink);
    }

    private Aead wrapping(byte[] salt) throws GeneralSecurityException {
        if (passphrase == null) {
            throw new GeneralSecurityException("the keyring is encrypted and no passphrase was given");
        }
        PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), salt, ITERATIONS, KEY_BITS);
        try {
            return new AesGcmJce(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded());
        } finally {
            spec.clearPassword();
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
