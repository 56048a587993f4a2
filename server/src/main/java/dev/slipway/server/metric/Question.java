package dev.slipway.server.metric;

import dev.slipway.kernel.Durations;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * A question to a source of metrics over HTTP.
 *
 * @param source names it in problems
 */
record Question(String url, String source) {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * @param most bytes of the answer that are read
     * @param timeout of the whole answer, its body included
     * @throws Problem UNAVAILABLE when no answer comes
     */
    BriefAnswer ask(HttpClient http, int most, Duration timeout) {
        URI uri = URI.create(url);
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(timeout)
                    .header("Accept", "application/json")
                    .build();
            return BriefAnswer.of(http, request, most, timeout);
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "metrics-unreachable",
                    source + " at " + uri.getAuthority() + " did not come: " + words(e, timeout),
                    "check judge.metrics in slipway.yml and whether its server runs",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", source + " was not heard out", null, e);
        }
    }

    private static String words(IOException failure, Duration timeout) {
        return switch (failure) {
            case HttpTimeoutException _ -> "nothing whole within " + Durations.words(timeout);
            case ConnectException _ -> "it takes no connections";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
