package dev.slipway.platforms.process;

/** Encrypts what must survive a restart on disk and must not be read there. */
public interface SecretSeal {

    /**
     * @param context bound into the result: opening it under another context fails
     */
    byte[] seal(byte[] clear, String context);

    /**
     * @throws dev.slipway.kernel.Problem when the bytes were changed, sealed under another key, or another context
     */
    byte[] open(byte[] sealed, String context);
}
