package dev.slipway.observe.contact;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is spoken to by HTTP: the part of Prometheus' {@code http_config} that is followed. Redirects are not:
 * they would carry secrets to whoever an answer names.
 *
 * @param authorization empty for none
 * @param tls whose certificates are believed
 */
public record HttpOptions(Optional<Authorization> authorization, TlsOptions tls) {

    /** What holds where nothing is said. */
    public static final HttpOptions PLAIN = new HttpOptions(Optional.empty(), TlsOptions.SYSTEM);

    /** Whether a client that knows nothing of them does. */
    public boolean fitsAnyClient() {
        return tls.equals(TlsOptions.SYSTEM);
    }

    /**
     * A client that follows these options; whoever asks for it closes it.
     *
     * @param patience for a connection
     * @throws IOException when a file of certificates cannot be used
     */
    public HttpClient client(Duration patience) throws IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls.context())
                .build();
    }
}
