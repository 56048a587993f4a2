package dev.slipway.server.web;

import dev.slipway.server.account.Principal;
import java.util.Optional;

/** Finds out who asks, from what they show. */
public interface Authenticator {

    /** @return empty when there is no such token, or it has expired or been revoked */
    Optional<Principal> byToken(String token);

    /** @return empty when there is no such session any more */
    Optional<Principal> bySession(String secret);

    /** @return empty when name or password is wrong; takes its time either way */
    Optional<Principal> byPassword(String name, String password);

    /** What git clients send: an account's name with its password or with one of its own tokens. */
    default Optional<Principal> byNameAndSecret(String name, String secret) {
        Optional<Principal> byToken =
                byToken(secret).filter(principal -> principal.name().equals(name));
        return byToken.isPresent() ? byToken : byPassword(name, secret);
    }
}
