package dev.slipway.edge.admin;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secret that the control plane and the edge share, through a file that only their user can read. */
public final class AdminToken {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int RANDOM_BYTES = 32;
    private static final int LEAST_LENGTH = 16;
    private static final String SCHEME = "Bearer ";

    private final byte[] secret;

    private AdminToken(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the token, and makes one first where there is none.
     *
     * @throws Problem of kind INVALID when others can read the file or its token is too short
     */
    public static AdminToken in(Path file) {
        try {
            create(file);
            if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "token-exposed",
                        "others than its owner may use " + file,
                        "delete it, so that a fresh one is made, or chmod 600 it if nobody has read it");
            }
            String secret = Files.readString(file).strip();
            if (secret.length() < LEAST_LENGTH) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "token-short",
                        file + " holds fewer than " + LEAST_LENGTH + " characters",
                        "delete it, so that a fresh one is made");
            }
            return new AdminToken(secret);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or create " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(), ".token", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(fresh, secret, StandardOpenOption.WRITE);
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // Whoever was first has made the token; theirs is read next.
            return;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Whether an Authorization field carries the token; takes as long for a near miss as for a wild guess. */
    boolean opens(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(secret, given);
    }
}
