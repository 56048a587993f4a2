package dev.slipway.server.results;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials of running jobs. The secret that signs them is made anew with every start of this process and is
 * written nowhere: jobs do not outlive the server either, so a restart revokes all tokens at once, and there is no
 * secret to fall back on. A token counts only while its job is on the list of those under way.
 */
final class JobTokens {

    private static final int SECRET_BYTES = 32;
    private static final String ISSUER = "slipway";

    private final byte[] secret = new byte[SECRET_BYTES];
    private final Map<String, JobGrant> underWay = new ConcurrentHashMap<>();
    private final InstantSource clock;

    JobTokens(InstantSource clock) {
        this.clock = clock;
        new SecureRandom().nextBytes(secret);
    }

    /** A token that speaks for the job until the life is over or the job is {@linkplain #revoke revoked}. */
    Issued issue(JobGrant grant, Duration life) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .jwtID(id)
                .issuer(ISSUER)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .claim("scp", grant.scope())
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
        underWay.put(id, grant);
        return new Issued(id, token.serialize());
    }

    void revoke(String id) {
        underWay.remove(id);
    }

    /** What the token's job may do; empty for a token that is forged, expired or of a job that has ended. */
    Optional<JobGrant> grant(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            boolean signed =
                    jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) && jwt.verify(new MACVerifier(secret));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            boolean current = claims.getExpirationTime() != null
                    && clock.instant().isBefore(claims.getExpirationTime().toInstant());
            return signed && current && claims.getJWTID() != null
                    ? Optional.ofNullable(underWay.get(claims.getJWTID()))
                    : Optional.empty();
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    /** @param id to revoke it by */
    record Issued(String id, String token) {}
}
