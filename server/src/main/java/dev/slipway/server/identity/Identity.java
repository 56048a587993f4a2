package dev.slipway.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.slipway.kernel.Digest;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * Issues identity tokens to running jobs, and tells the world how to check them. A job asks with a credential that is its
 * own and ends with it; only its digest is kept here.
 */
public final class Identity implements RouteSource {

    /** Of the servlet that answers jobs. */
    public static final String PATTERN = IdentityServlet.PATH;

    /** As GitHub's tokens live. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final int SECRET_BYTES = 32;

    private final IdentityKey key;
    private final String issuer;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Digest, JobIdentity> underWay = new ConcurrentHashMap<>();

    /**
     * @param keys folder that the signing key lies in
     * @param issuer address by which those who check tokens reach this server
     */
    public Identity(Path keys, Keyring keyring, String issuer, InstantSource clock) {
        this.key = IdentityKey.open(keys, keyring);
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Lets a job ask for tokens until the right is closed. */
    public Right grant(JobIdentity job) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = HexFormat.of().formatHex(secret);
        underWay.put(Digest.of(text), job);
        return new Right(text);
    }

    /** One job's right to ask for tokens. */
    public final class Right implements AutoCloseable {

        private final String secret;

        private Right(String secret) {
            this.secret = secret;
        }

        /** {@code ACTIONS_ID_TOKEN_REQUEST_TOKEN}. */
        public String secret() {
            return secret;
        }

        /** {@code ACTIONS_ID_TOKEN_REQUEST_URL}; clients add the audience behind it. */
        public String url(String origin) {
            return origin + IdentityServlet.PATH + "?api-version=2.0";
        }

        @Override
        public void close() {
            underWay.remove(Digest.of(secret));
        }
    }

    /** Whose credential this is. */
    Optional<JobIdentity> job(String secret) {
        return Optional.ofNullable(underWay.get(Digest.of(secret)));
    }

    /** @param audience absent for the owner of the repository, as on GitHub */
    String token(JobIdentity job, Optional<String> audience) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(job.subject())
                .audience(audience.orElse(issuer + "/" + job.owner()))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
        job.claims().forEach(claims::claim);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.get().getKeyID())
                        .build(),
                claims.build());
        try {
            token.sign(new RSASSASigner(key.get()));
        } catch (JOSEException e) {
            throw new IllegalStateException("an identity token cannot be signed", e);
        }
        return token.serialize();
    }

    /** Adds the path that jobs ask at; it sees to access itself. */
    public void mount(ServletContextHandler context) {
        context.addServlet(new ServletHolder(new IdentityServlet(this)), PATTERN);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/.well-known/openid-configuration",
                        Access.open("who checks a token has no account here"),
                        exchange -> exchange.json(discovery()),
                        "How identity tokens of jobs are checked (OpenID Connect discovery)"),
                new Route(
                        Method.GET,
                        "/.well-known/jwks",
                        Access.open("public keys are public"),
                        exchange -> exchange.json(new JWKSet(key.get().toPublicJWK()).toJSONObject()),
                        "The public keys of identity tokens (RFC 7517)"));
    }

    private Map<String, Object> discovery() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("jwks_uri", issuer + "/.well-known/jwks");
        document.put("subject_types_supported", List.of("public", "pairwise"));
        document.put("response_types_supported", List.of("id_token"));
        document.put("id_token_signing_alg_values_supported", List.of(JWSAlgorithm.RS256.getName()));
        document.put("scopes_supported", List.of("openid"));
        document.put(
                "claims_supported",
                List.of(
                        "sub",
                        "aud",
                        "exp",
                        "iat",
                        "iss",
                        "jti",
                        "nbf",
                        "ref",
                        "ref_type",
                        "sha",
                        "repository",
                        "repository_owner",
                        "actor",
                        "workflow",
                        "workflow_ref",
                        "workflow_sha",
                        "head_ref",
                        "base_ref",
                        "event_name",
                        "environment",
                        "job_workflow_ref",
                        "job_workflow_sha",
                        "run_id",
                        "run_number",
                        "run_attempt",
                        "runner_environment"));
        return document;
    }
}
