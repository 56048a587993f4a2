package dev.slipway.server.watch;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.scrape.ScrapeJob;
import dev.slipway.observe.store.StoreStatus;
import dev.slipway.server.web.HealthPart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watching half of the server. It opens in the background once the server is ready: reading the log of samples may
 * take a while, and users and deliveries shall not wait for it. Until then questions are answered with 503.
 */
public final class Watch implements HealthPart, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration MAINTENANCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Path base;
    private final WatchSettings settings;
    private final InstantSource clock;
    private final CompletableFuture<Station> opened = new CompletableFuture<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watch").daemon().factory());
    private volatile @Nullable String trouble;
    private boolean begun;

    /**
     * @param folder of the store
     * @param base folder of the home's {@code prometheus.yml}
     */
    public Watch(Path folder, Path base, WatchSettings settings, InstantSource clock) {
        this.folder = folder;
        this.base = base;
        this.settings = settings;
        this.clock = clock;
    }

    public WatchSettings settings() {
        return settings;
    }

    /**
     * Opens the store in the background; then it is maintained.
     *
     * @param then called once it is open, in the background too
     */
    public synchronized void begin(Consumer<Station> then) {
        begun = true;
        timer.execute(() -> open(then));
        Future<?> _ = timer.scheduleWithFixedDelay(
                this::maintain, MAINTENANCE.toMillis(), MAINTENANCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void open(Consumer<Station> then) {
        try {
            Station station = Station.open(folder, base, settings, clock);
            opened.complete(station);
            then.accept(station);
        } catch (IOException | RuntimeException e) {
            LOG.error("watching could not begin", e);
            trouble = "metrics are not watched: " + e.getMessage();
            opened.completeExceptionally(e);
        }
    }

    private void maintain() {
        ready().ifPresent(station -> {
            try {
                station.store().maintain();
                trouble = null;
            } catch (IOException | RuntimeException e) {
                LOG.error("the store of metrics could not be maintained", e);
                trouble = "the store of metrics cannot be maintained: " + e.getMessage();
            }
        });
    }

    /** Absent before it is open, and when it cannot be opened. */
    public Optional<Station> ready() {
        return opened.isDone() && !opened.isCompletedExceptionally() ? Optional.of(opened.join()) : Optional.empty();
    }

    /** @throws Problem of kind UNAVAILABLE, code {@code not-watching} */
    public Station station() {
        return ready().orElseThrow(() -> Problem.of(
                Problem.Kind.UNAVAILABLE,
                "not-watching",
                Optional.ofNullable(trouble).orElse("the store of metrics is still being opened"),
                "try again in a moment; /health says how it is"));
    }

    /** From here on these are scraped, and nothing else. */
    public void follow(List<ScrapeJob> jobs) {
        station().scraper().follow(jobs);
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public Condition condition() {
        String found = trouble;
        if (found != null) {
            return Condition.degraded(found);
        }
        return ready().map(Station::store)
                .map(store -> store.status())
                .flatMap(StoreStatus::refusal)
                .map(why -> Condition.degraded("samples are refused: " + why))
                .orElseGet(Condition::healthy);
    }

    /** Waits for an opening that is under way, and writes what is in memory. */
    @Override
    public synchronized void close() {
        timer.shutdown();
        if (!begun) {
            return;
        }
        try {
            timer.close();
            Optional<Station> station = ready();
            if (station.isPresent()) {
                station.get().close();
            }
        } catch (IOException e) {
            LOG.error("the store of metrics could not be closed; its log is read at the next start", e);
        }
    }
}
