package dev.slipway.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.web.Access;
import dev.slipway.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

    private static final JobIdentity ON_MAIN = new JobIdentity(
            "slipway/shop", "refs/heads/main", "push", Optional.empty(), Map.of("sha", "abc", "run_id", "run-1"));

    @TempDir
    Path keys;

    private final SettableClock clock = SettableClock.start();

    private Identity identity() {
        return new Identity(keys, Keyring.open(keys, null), "https://ci.example.org", clock);
    }

    @Test
    void token_isSignedByThePublishedKeyAndCarriesGitHubsClaims() throws Exception {
        Identity identity = identity();
        SignedJWT token = SignedJWT.parse(identity.token(ON_MAIN, Optional.of("cloud")));
        JWKSet published = new JWKSet(
                IdentityKey.open(keys, Keyring.open(keys, null)).get().toPublicJWK());
        assertThat(token.verify(new RSASSAVerifier(
                        published.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://ci.example.org");
        assertThat(claims.getSubject()).isEqualTo("repo:slipway/shop:ref:refs/heads/main");
        assertThat(claims.getAudience()).containsExactly("cloud");
        assertThat(claims.getStringClaim("repository_owner")).isEqualTo("slipway");
        assertThat(claims.getStringClaim("sha")).isEqualTo("abc");
        Instant expires = claims.getExpirationTime().toInstant();
        assertThat(Duration.between(clock.instant(), expires)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void subject_isOfTheEnvironmentElseThePullRequestElseTheRef() {
        assertThat(new JobIdentity("o/r", "refs/pull/1/merge", "pull_request", Optional.empty(), Map.of()).subject())
                .isEqualTo("repo:o/r:pull_request");
        assertThat(new JobIdentity("o/r", "refs/heads/x", "push", Optional.of("eu:live"), Map.of()).subject())
                .isEqualTo("repo:o/r:environment:eu%3Alive");
    }

    @Test
    void right_endsWhenItIsClosed_andItsSecretIsNotKept() {
        Identity identity = identity();
        Identity.Right right = identity.grant(ON_MAIN);
        assertThat(identity.job(right.secret())).contains(ON_MAIN);
        assertThat(identity.job("guessed")).isEmpty();
        right.close();
        assertThat(identity.job(right.secret())).isEmpty();
    }

    @Test
    void key_staysOverARestart_andLiesSealed() throws Exception {
        SignedJWT before = SignedJWT.parse(identity().token(ON_MAIN, Optional.empty()));
        SignedJWT after = SignedJWT.parse(identity().token(ON_MAIN, Optional.empty()));
        assertThat(after.getHeader().getKeyID()).isEqualTo(before.getHeader().getKeyID());
        assertThat(Files.readString(keys.resolve("identity.jwk")))
                .startsWith("s1:")
                .doesNotContain("\"d\"");
    }

    @Test
    void discovery_isOpenToAll() {
        assertThat(identity().routes()).allMatch(route -> route.access() instanceof Access.Open);
    }
}
