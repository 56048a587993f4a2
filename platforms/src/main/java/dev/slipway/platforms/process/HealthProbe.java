package dev.slipway.platforms.process;

import dev.slipway.delivery.config.ServiceConfig.HealthCheck;
import dev.slipway.kernel.Durations;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;

/** Asks instances over HTTP whether they can serve. Redirects are not followed: they are no 2xx. */
final class HealthProbe implements AutoCloseable {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HealthAnswer ask(String address, HealthCheck check) throws InterruptedException {
        String path = check.path().startsWith("/") ? check.path() : "/" + check.path();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(check.timeout())
                .header("User-Agent", "Slipway-health")
                .GET()
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            return new HealthAnswer(status >= 200 && status < 300, true, "HTTP " + status + " from " + path);
        } catch (HttpTimeoutException e) {
            return new HealthAnswer(
                    false, true, "no answer from " + path + " within " + Durations.words(check.timeout()));
        } catch (ConnectException e) {
            return new HealthAnswer(
                    false, false, "nothing listens on port " + address.substring(address.lastIndexOf(':') + 1));
        } catch (IOException e) {
            return new HealthAnswer(false, true, "no valid answer from " + path + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
