package dev.slipway.observe.scrape;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.discovery.Discoverer;
import dev.slipway.observe.discovery.Discovery;
import dev.slipway.observe.discovery.TargetGroup;
import dev.slipway.observe.exposition.MetricFamily;
import dev.slipway.observe.store.TimeSeriesStore;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all targets scraped. One thread tells the time; each scrape and each search for targets runs on a virtual thread
 * of its own, so that a slow target delays nobody else.
 */
public final class Scraper implements AutoCloseable {

    private final TimeSeriesStore store;
    private final InstantSource clock;
    private final Discoverer discoverer;
    private final ScheduledExecutorService timer;
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final Fetch fetch;
    private final List<JobRun> jobs = new ArrayList<>();

    /**
     * @param client that follows no redirects by itself
     */
    public Scraper(TimeSeriesStore store, InstantSource clock, Discoverer discoverer, HttpClient client) {
        this.store = store;
        this.clock = clock;
        this.discoverer = discoverer;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("scrape-timer").daemon().factory());
        this.fetch = new Fetch(client, timer);
    }

    /** A client as scraping needs it. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** Scrapes these jobs and no others from here on; a job that did not change goes on as it is. */
    public synchronized void follow(List<ScrapeJob> wanted) {
        List<JobRun> gone = new ArrayList<>();
        for (JobRun run : jobs) {
            if (!wanted.contains(run.job)) {
                gone.add(run);
            }
        }
        jobs.removeAll(gone);
        gone.forEach(JobRun::leave);
        for (ScrapeJob job : wanted) {
            if (jobs.stream().noneMatch(run -> run.job.equals(job))) {
                JobRun run = new JobRun(job);
                jobs.add(run);
                run.begin();
            }
        }
    }

    /** Looks for live targets again, for they have changed. */
    public synchronized void lookAgain() {
        jobs.forEach(JobRun::lookAgain);
    }

    /** Every target with how it is doing, by job and address. */
    public synchronized List<TargetStatus> targets() {
        return jobs.stream()
                .flatMap(run -> run.statuses().stream())
                .sorted(Comparator.comparing(
                                (TargetStatus status) -> status.target().job())
                        .thenComparing(status -> status.target().url().toString()))
                .toList();
    }

    /** What went wrong in finding targets, by job; jobs where nothing did are left out. */
    public synchronized Map<String, String> discoveryErrors() {
        Map<String, String> errors = new HashMap<>();
        jobs.forEach(run -> run.errors().forEach(error -> errors.merge(run.job.name(), error, (a, b) -> a + "; " + b)));
        return errors;
    }

    /** What targets say about their metrics, by name. */
    public synchronized Map<String, MetricFamily> metadata() {
        Map<String, MetricFamily> families = new HashMap<>();
        jobs.forEach(run -> run.families().forEach(family -> families.putIfAbsent(family.name(), family)));
        return families;
    }

    @Override
    public synchronized void close() {
        jobs.forEach(JobRun::stop);
        jobs.clear();
        timer.shutdownNow();
        work.close();
    }

    /** One job at work. */
    private final class JobRun {

        private final ScrapeJob job;
        private final Map<Discovery, List<TargetGroup>> found = new HashMap<>();
        private final Map<Discovery, String> errors = new HashMap<>();
        private final Map<Target, TargetRun> targets = new HashMap<>();
        private final List<ScheduledFuture<?>> searches = new ArrayList<>();
        private boolean ended;

        JobRun(ScrapeJob job) {
            this.job = job;
        }

        void begin() {
            for (Discovery discovery : job.discoveries()) {
                Runnable search = () -> work.execute(() -> search(discovery));
                long refresh = discovery.refresh().toMillis();
                searches.add(
                        refresh == 0
                                ? timer.schedule(search, 0, TimeUnit.MILLISECONDS)
                                : timer.scheduleWithFixedDelay(search, 0, refresh, TimeUnit.MILLISECONDS));
            }
        }

        void lookAgain() {
            for (Discovery discovery : job.discoveries()) {
                if (discovery instanceof Discovery.Live) {
                    work.execute(() -> search(discovery));
                }
            }
        }

        private void search(Discovery discovery) {
            try {
                accept(discovery, discoverer.find(discovery));
            } catch (Problem e) {
                note(discovery, e.message());
            }
        }

        private synchronized void note(Discovery discovery, String error) {
            errors.put(discovery, error);
        }

        private synchronized void accept(Discovery discovery, List<TargetGroup> groups) {
            if (ended) {
                return;
            }
            errors.remove(discovery);
            found.put(discovery, groups);
            List<TargetGroup> all = job.discoveries().stream()
                    .flatMap(each -> found.getOrDefault(each, List.of()).stream())
                    .toList();
            replace(new TargetMaker(job).targets(all));
        }

        private void replace(List<Target> wanted) {
            List<TargetRun> gone = targets.values().stream()
                    .filter(run -> !wanted.contains(run.target))
                    .toList();
            targets.values().removeAll(gone);
            gone.forEach(TargetRun::leave);
            for (Target target : wanted) {
                targets.computeIfAbsent(target, fresh -> {
                    TargetRun run = new TargetRun(new TargetScrape(fresh, job, fetch, store), fresh);
                    run.plan();
                    return run;
                });
            }
        }

        /** Stops; the series stay as they are, since a restart goes on with them. */
        synchronized void stop() {
            ended = true;
            searches.forEach(search -> search.cancel(false));
            targets.values().forEach(TargetRun::stop);
        }

        /** Stops, and ends the series. */
        synchronized void leave() {
            stop();
            targets.values().forEach(TargetRun::leave);
            targets.clear();
        }

        synchronized List<TargetStatus> statuses() {
            return targets.values().stream().map(run -> run.scrape.status()).toList();
        }

        synchronized List<String> errors() {
            return List.copyOf(errors.values());
        }

        synchronized List<MetricFamily> families() {
            return targets.values().stream()
                    .flatMap(run -> run.scrape.families().stream())
                    .toList();
        }
    }

    /** One target at work: after each scrape the next is planned, so that scrapes of a target never overlap. */
    private final class TargetRun {

        private final TargetScrape scrape;
        private final Target target;
        private @Nullable ScheduledFuture<?> upcoming;
        private boolean ended;

        TargetRun(TargetScrape scrape, Target target) {
            this.scrape = scrape;
            this.target = target;
        }

        synchronized void plan() {
            if (ended) {
                return;
            }
            Instant now = clock.instant();
            Instant next = target.next(now);
            upcoming = timer.schedule(
                    () -> work.execute(() -> run(next)),
                    Duration.between(now, next).toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        private void run(Instant planned) {
            try {
                if (!isEnded()) {
                    scrape.scrape(aligned(planned));
                    plan();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized boolean isEnded() {
            return ended;
        }

        /** A little late is on time: steady times compress to a bit each (Prometheus, scrape timestamp tolerance). */
        private Instant aligned(Instant planned) {
            Instant now = clock.instant();
            Duration tolerance = target.interval().dividedBy(100);
            return Duration.between(planned, now).abs().compareTo(tolerance) <= 0 ? planned : now;
        }

        synchronized void stop() {
            ended = true;
            if (upcoming != null) {
                upcoming.cancel(false);
            }
        }

        void leave() {
            stop();
            work.execute(() -> scrape.end(clock.instant()));
        }
    }
}
