package dev.slipway.platforms;

import dev.slipway.platforms.process.SecretSeal;

/** Enough to see that what is on disk is not the clear text. */
public final class FlippingSeal implements SecretSeal {

    @Override
    public byte[] seal(byte[] clear, String context) {
        byte[] sealed = clear.clone();
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] ^= 0x5a;
        }
        return sealed;
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        return seal(sealed, context);
    }
}
