package dev.slipway.server.certificate;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** The certificate authority, as one order after the other. */
final class Authority {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AcmeSettings settings;

    Authority(AcmeSettings settings) {
        this.settings = settings;
    }

    /** What an order brought. */
    record Issued(KeyPair key, List<X509Certificate> chain) {}

    /**
     * Proves that the name is ours and gets a certificate for a fresh key.
     *
     * @param door where the authority looks for the proof
     * @throws Problem of kind UNAVAILABLE, code {@code certificate-refused}
     * @throws TooManyOrders when the authority names a moment before which it takes none
     */
    Issued order(String name, KeyPair account, ChallengeDoor door) throws IOException, InterruptedException {
        try {
            Order order = login(account).newOrder().domain(name).create();
            for (Authorization authorization : order.getAuthorizations()) {
                prove(name, authorization, door);
            }
            KeyPair key = Keys.fresh();
            order.waitUntilReady(PATIENCE);
            order.execute(key);
            if (order.waitForCompletion(PATIENCE) != Status.VALID) {
                throw refused(name, order.getError().map(Object::toString).orElse("it is " + order.getStatus()), null);
            }
            return new Issued(key, order.getCertificate().getCertificateChain());
        } catch (AcmeRateLimitedException e) {
            Optional<Instant> until = e.getRetryAfter();
            if (until.isEmpty()) {
                throw refused(name, String.valueOf(e.getMessage()), e);
            }
            String why = "the authority takes no order before " + until.get() + ": " + e.getMessage();
            throw new TooManyOrders(none(name) + why, until.get(), e);
        } catch (AcmeNetworkException e) {
            throw refused(name, "the authority at " + settings.directory() + " cannot be reached: " + why(e), e);
        } catch (AcmeException e) {
            throw refused(name, String.valueOf(e.getMessage()), e);
        }
    }

    /** The first words of its causes; a connection that is refused has none, and then its class says all. */
    private static String why(AcmeNetworkException failure) {
        Throwable first = failure.getCause();
        if (first == null) {
            return String.valueOf(failure.getMessage());
        }
        for (Throwable cause = first; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return first.getClass().getSimpleName();
    }

    private static String none(String name) {
        return "no certificate for " + name + ": ";
    }

    private void prove(String name, Authorization authorization, ChallengeDoor door)
            throws AcmeException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(() -> refused(name, "the authority offers no proof over HTTP", null));
        door.show(challenge.getToken(), challenge.getAuthorization());
        challenge.trigger();
        if (authorization.waitForCompletion(PATIENCE) != Status.VALID) {
            challenge.fetch();
            throw refused(name, challenge.getError().map(Object::toString).orElse("it did not look in time"), null);
        }
    }

    private Login login(KeyPair account) throws AcmeException, IOException {
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(account);
        settings.email().ifPresent(builder::addEmail);
        if (settings.binding().isPresent()) {
            AcmeSettings.Binding binding = settings.binding().get();
            builder.withKeyIdentifier(
                    binding.keyId(), Files.readString(binding.keyFile()).strip());
        }
        return builder.createLogin(new Session(settings.directory(), new Provider(trust())));
    }

    private SSLContext trust() throws IOException {
        try {
            if (settings.roots().isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            Path file = settings.roots().get();
            try (InputStream pem = Files.newInputStream(file)) {
                int number = 0;
                for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    store.setCertificateEntry("root-" + number++, root);
                }
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-roots",
                    "the file of --acme-roots holds no certificates: " + e.getMessage(),
                    "give a PEM file with the authority's root",
                    e);
        }
    }

    private static Problem refused(String name, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String text = none(name) + why;
        String hint =
                "see that the name leads to the edge at port 80; it is tried again, and an older one stays in force";
        return cause == null
                ? Problem.of(Problem.Kind.UNAVAILABLE, "certificate-refused", text, hint)
                : Problem.of(Problem.Kind.UNAVAILABLE, "certificate-refused", text, hint, cause);
    }

    /** Any authority, believed by the roots that the operator named. */
    private static final class Provider extends GenericAcmeProvider {

        private final SSLContext trust;

        Provider(SSLContext trust) {
            this.trust = trust;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings network) {
            return HttpClient.newBuilder()
                    .sslContext(trust)
                    .connectTimeout(network.getTimeout())
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
        }
    }
}
