package dev.slipway.observe.remote;

import dev.slipway.kernel.net.BriefAnswer;
import dev.slipway.observe.relabel.RelabelRule;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Samples;
import dev.slipway.promql.series.SelectHints;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.promql.series.SeriesSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is stored on to another server by Prometheus' remote write 1.0.
 *
 * <p>The store is the queue: on disk there is one number for each target, the time up to which everything has been sent,
 * and after a crash it goes on from there, so a sample may arrive twice, which receivers of the protocol take. What is
 * younger than the lag is left for later, because scrapes are stored with the time at which they began; a sample that is
 * stored later than the lag after its own time stays here. A target that is away for longer than the backlog misses
 * what is older: neither memory nor disk grows with its absence. Whatever a target refuses for good (4xx but 429) is
 * counted and passed over, else one bad sample would hold up all that follow (Remote-Write 1.0, "Retries & Backoff").
 */
public final class Forwarder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration LAG = Duration.ofSeconds(20);
    private static final Duration BACKLOG = Duration.ofHours(2);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int MOST_SAMPLES = 5000;
    private static final int TOO_MANY = 429;
    private static final int SHOWN = 200;
    private static final List<Matcher> ALL = List.of(Matcher.of(Matcher.Kind.NEQ, "__name__", ""));

    private final SeriesSource store;
    private final RemoteTarget target;
    private final Position position;
    private final InstantSource clock;
    private final Duration look;
    private final ScheduledExecutorService timer;
    private final HttpClient client;
    private int failures;
    private volatile Status status = new Status(0, 0, 0, Optional.empty());

    /**
     * How it goes.
     *
     * @param sent samples, since the start
     * @param refused samples that the target never takes
     * @param missedMillis that were too long ago when the target came back
     * @param trouble why nothing arrives now
     */
    public record Status(long sent, long refused, long missedMillis, Optional<String> trouble) {}

    /** @throws IOException when a file of certificates or the position cannot be read */
    public Forwarder(SeriesSource store, RemoteTarget target, Position position, InstantSource clock)
            throws IOException {
        this(store, target, position, clock, LOOK);
    }

    /** @param look from a round that sent all to the next */
    Forwarder(SeriesSource store, RemoteTarget target, Position position, InstantSource clock, Duration look)
            throws IOException {
        this.look = look;
        this.store = store;
        this.target = target;
        this.position = position;
        this.clock = clock;
        this.client = target.http().client(target.timeout());
        this.timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .name("remote-write-" + target.name())
                .daemon()
                .factory());
    }

    public RemoteTarget target() {
        return target;
    }

    public Status status() {
        return status;
    }

    /** From here on what is stored is sent. */
    public void start() {
        plan(Duration.ZERO);
    }

    private void plan(Duration wait) {
        if (!timer.isShutdown()) {
            Future<?> _ = timer.schedule(this::round, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void round() {
        try {
            boolean behind = forward();
            failures = 0;
            status = new Status(status.sent, status.refused, status.missedMillis, Optional.empty());
            plan(behind ? Duration.ZERO : look);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            LOG.warn("samples cannot be sent to {}: {}", target.name(), why);
            status = new Status(status.sent, status.refused, status.missedMillis, Optional.of(why));
            plan(pause(failures++));
        }
    }

    static Duration pause(int failures) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(failures, 6));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Sends one window. @return true when there is more to be sent */
    private boolean forward() throws IOException, InterruptedException {
        Instant now = clock.instant();
        long until = now.minus(LAG).toEpochMilli();
        long oldest = now.minus(BACKLOG).toEpochMilli();
        long done = position.read().orElse(until);
        if (done < oldest) {
            status = new Status(status.sent, status.refused, status.missedMillis + oldest - done, status.trouble);
            LOG.warn("{} was away for too long: {} s are not sent to it", target.name(), (oldest - done) / 1000);
            done = oldest;
        }
        long end = Math.min(until, done + WINDOW.toMillis());
        if (end > done) {
            send(done + 1, end);
        }
        position.write(Math.max(done, end));
        return end < until;
    }

    private void send(long from, long to) throws IOException, InterruptedException {
        long[] times = new long[1024];
        double[] values = new double[1024];
        Parcel parcel = new Parcel();
        try (Selection selection = store.select(from, to, ALL, SelectHints.NONE)) {
            for (Series series : selection) {
                Optional<Labels> labels = labels(series.labels());
                if (labels.isPresent()) {
                    Samples samples = series.samples();
                    for (int size = samples.read(times, values, 0); size > 0; size = samples.read(times, values, 0)) {
                        parcel.add(labels.get(), times, values, size);
                    }
                }
                if (parcel.samples() >= MOST_SAMPLES) {
                    post(parcel);
                    parcel = new Parcel();
                }
            }
        }
        if (parcel.samples() > 0) {
            post(parcel);
        }
    }

    private Optional<Labels> labels(Labels own) {
        Labels.Builder all = Labels.builder();
        target.externalLabels().forEach(all::set);
        for (int i = 0; i < own.size(); i++) {
            all.set(own.name(i), own.value(i));
        }
        return RelabelRule.apply(target.relabel(), all.build());
    }

    private void post(Parcel parcel) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url())
                .timeout(target.timeout())
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .header("User-Agent", "Slipway")
                .POST(HttpRequest.BodyPublishers.ofByteArray(parcel.packed()));
        if (target.http().authorization().isPresent()) {
            request.header("Authorization", target.http().authorization().get().header());
        }
        BriefAnswer answer = BriefAnswer.of(client, request.build(), SHOWN, target.timeout());
        int code = answer.status();
        if (code / 100 == 2) {
            status = new Status(status.sent + parcel.samples(), status.refused, status.missedMillis, status.trouble);
        } else if (code / 100 == 4 && code != TOO_MANY) {
            status = new Status(status.sent, status.refused + parcel.samples(), status.missedMillis, status.trouble);
            LOG.warn(
                    "{} refuses {} samples with {}: {}",
                    target.name(),
                    parcel.samples(),
                    code,
                    answer.text().strip());
        } else {
            throw new IOException("answered " + code + " " + answer.text().strip());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
        client.close();
        timer.close();
    }
}
