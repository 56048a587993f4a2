package dev.slipway.kernel.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a server that is not trusted with our memory or our time: its body is read up to a size and no further,
 * and all of it, body included, has to come within a time. The JDK's own time limit ends with the head.
 *
 * @param status of HTTP
 * @param headers of the answer
 * @param text of the body, as UTF-8, as far as it was read
 * @param whole whether that is all of the body
 */
public record BriefAnswer(int status, HttpHeaders headers, String text, boolean whole) {

    /**
     * Sends the request and reads the answer.
     *
     * @param most bytes of the body that are read
     * @param patience for head and body together
     * @throws HttpTimeoutException when it takes longer
     */
    public static BriefAnswer of(HttpClient client, HttpRequest request, int most, Duration patience)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Body>> pending = client.sendAsync(request, _ -> new Reader(most));
        try {
            HttpResponse<Body> answer = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new BriefAnswer(
                    answer.statusCode(),
                    answer.headers(),
                    answer.body().text(),
                    answer.body().whole());
        } catch (TimeoutException e) {
            throw late(request, patience, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            pending.cancel(true);
        }
    }

    private static HttpTimeoutException late(HttpRequest request, Duration patience, TimeoutException cause) {
        HttpTimeoutException late = new HttpTimeoutException(
                request.uri().getHost() + " gave no whole answer within " + patience.toSeconds() + " s");
        late.initCause(cause);
        return late;
    }

    private record Body(String text, boolean whole) {}

    /** Takes bytes until there are enough, and then hangs up. */
    private static final class Reader implements HttpResponse.BodySubscriber<Body> {

        private final int most;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CompletableFuture<Body> body = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        Reader(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<Body> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription fresh) {
            subscription = fresh;
            fresh.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                take(buffer);
            }
        }

        private void take(ByteBuffer buffer) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), most - read.size())];
            boolean tooMuch = bytes.length < buffer.remaining();
            buffer.get(bytes);
            read.writeBytes(bytes);
            if (tooMuch && subscription != null) {
                subscription.cancel();
                end(false);
            }
        }

        private void end(boolean whole) {
            body.complete(new Body(read.toString(StandardCharsets.UTF_8), whole));
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end(true);
        }
    }
}
