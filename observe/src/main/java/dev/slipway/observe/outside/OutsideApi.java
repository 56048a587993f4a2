package dev.slipway.observe.outside;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Asks a server outside by Prometheus' HTTP API. Its answers are read up to a size and a time, and a few at once; what
 * goes wrong there fails the question that was asked and nothing else.
 */
public final class OutsideApi implements AutoCloseable {

    private static final int LARGEST = 64 << 20;
    private static final int AT_ONCE = 8;
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final OutsideServer server;
    private final HttpClient client;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private volatile Optional<String> trouble = Optional.empty();

    /** @throws IOException when a file of certificates cannot be used */
    public OutsideApi(OutsideServer server) throws IOException {
        this.server = server;
        this.client = server.http().client(CONNECTING);
    }

    public OutsideServer server() {
        return server;
    }

    /** Why the last question was not answered at all; empty when it was, if only with a refusal. */
    public Optional<String> trouble() {
        return trouble;
    }

    /**
     * The value of an expression at one time, in the server's own dialect.
     *
     * @param at milliseconds since the epoch
     * @param lookback how old a sample may be and still count, in milliseconds; empty for the server's own
     * @param patience of whoever asks; the server's timeout may be shorter
     * @throws Problem kind INVALID when the server refuses the question, UNAVAILABLE when it gives no answer, code
     *     {@code outside-too-large} when the answer is too large
     */
    public Answer instant(String expression, long at, OptionalLong lookback, Duration patience) {
        Form form = new Form().and("query", expression).and("time", seconds(at)).lookingBack(lookback);
        return valued(ask("query", form, patience));
    }

    /** The values from a start to an end, one for each step, times in milliseconds; see {@link #instant}. */
    public Answer range(String expression, long start, long end, long step, OptionalLong lookback, Duration patience) {
        Form form = new Form()
                .and("query", expression)
                .and("start", seconds(start))
                .and("end", seconds(end))
                .and("step", seconds(step))
                .lookingBack(lookback);
        return valued(ask("query_range", form, patience));
    }

    /** The series that any of the selectors matches, times in milliseconds. */
    public List<Labels> series(List<String> selectors, long start, long end) {
        return ask("series", about(selectors, start, end), server.timeout()).sets();
    }

    /** Names of labels, of all series or of those that any of the selectors matches. */
    public List<String> labelNames(List<String> selectors, long start, long end) {
        return ask("labels", about(selectors, start, end), server.timeout()).texts();
    }

    /** The values of a label, of all series or of those that any of the selectors matches. */
    public List<String> labelValues(String label, List<String> selectors, long start, long end) {
        String path = "label/" + encoded(label) + "/values?" + about(selectors, start, end);
        return heard(HttpRequest.newBuilder(address(path)), server.timeout()).texts();
    }

    private static Form about(List<String> selectors, long start, long end) {
        Form form = new Form().and("start", seconds(start)).and("end", seconds(end));
        selectors.forEach(selector -> form.and("match[]", selector));
        return form;
    }

    private Answer valued(ApiAnswer answer) {
        try {
            return new Answer(answer.value(), answer.annotations());
        } catch (JacksonException e) {
            throw nonsense(e);
        }
    }

    private ApiAnswer ask(String what, Form form, Duration patience) {
        Duration shorter = patience.compareTo(server.timeout()) < 0 ? patience : server.timeout();
        String body = form.and("timeout", shorter.toMillis() + "ms").toString();
        return heard(
                HttpRequest.newBuilder(address(what))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                shorter);
    }

    private URI address(String path) {
        return URI.create(server.url() + "/api/v1/" + path);
    }

    private ApiAnswer heard(HttpRequest.Builder request, Duration patience) {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw unanswered("query-cancelled", "too many questions wait for it", null);
            }
            try {
                return judged(sent(request, patience));
            } finally {
                turns.release();
            }
        } catch (IOException e) {
            throw unanswered("outside-unreachable", String.valueOf(e.getMessage() == null ? e : e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the question was interrupted", null, e);
        }
    }

    private BriefAnswer sent(HttpRequest.Builder request, Duration patience) throws IOException, InterruptedException {
        request.header("Accept", "application/json").header("User-Agent", "Slipway");
        if (server.http().authorization().isPresent()) {
            request.header("Authorization", server.http().authorization().get().header());
        }
        return BriefAnswer.of(client, request.build(), LARGEST, patience);
    }

    private ApiAnswer judged(BriefAnswer answer) {
        if (!answer.whole()) {
            trouble = Optional.empty();
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "outside-too-large",
                    "the answer of " + server.url().getHost() + " is larger than " + (LARGEST >> 20) + " MiB",
                    "aggregate more, or ask for less time or with a longer step");
        }
        ApiAnswer read = read(answer);
        trouble = Optional.empty();
        if (read.isSuccess()) {
            return read;
        }
        throw refused(read);
    }

    private ApiAnswer read(BriefAnswer answer) {
        try {
            return ApiAnswer.read(answer.text());
        } catch (JacksonException e) {
            if (answer.status() / 100 == 2) {
                throw nonsense(e);
            }
            throw unanswered("outside-unreachable", "it answered " + answer.status(), e);
        }
    }

    /** In the words of the server, so that whoever asked can put the question right. */
    private Problem refused(ApiAnswer answer) {
        String why = answer.error();
        return switch (answer.errorType()) {
            case "bad_data" -> Problem.of(Problem.Kind.INVALID, "bad-promql", why, null);
            case "execution" -> Problem.of(Problem.Kind.INVALID, "promql-evaluation", why, null);
            case "timeout", "canceled" -> Problem.of(Problem.Kind.UNAVAILABLE, "query-cancelled", why, null);
            default -> unanswered("outside-refused", why, null);
        };
    }

    private Problem nonsense(JacksonException cause) {
        return unanswered(
                "outside-unreachable", "its answer is not that of Prometheus: " + cause.getOriginalMessage(), cause);
    }

    private Problem unanswered(String code, String why, @Nullable Throwable cause) {
        String message =
                server.url().getHost() + " does not answer for " + String.join(", ", server.projects()) + ": " + why;
        trouble = Optional.of(message);
        String hint = "see outside.yml, and whether the server there is well";
        return cause == null
                ? Problem.of(Problem.Kind.UNAVAILABLE, code, message, hint)
                : Problem.of(Problem.Kind.UNAVAILABLE, code, message, hint, cause);
    }

    private static String seconds(long millis) {
        return Math.floorDiv(millis, 1000L) + "." + "%03d".formatted(Math.floorMod(millis, 1000L));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    /** A form that is being filled in. */
    private static final class Form {

        private final List<String> pairs = new ArrayList<>();

        Form and(String name, String value) {
            pairs.add(encoded(name) + "=" + encoded(value));
            return this;
        }

        Form lookingBack(OptionalLong millis) {
            return millis.isPresent() ? and("lookback_delta", millis.getAsLong() + "ms") : this;
        }

        @Override
        public String toString() {
            return String.join("&", pairs);
        }
    }
}
