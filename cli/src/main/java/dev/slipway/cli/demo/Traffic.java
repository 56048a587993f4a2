package dev.slipway.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Customers: some connections that ask for scores at a steady pace from the first release to the end. */
final class Traffic implements AutoCloseable {

    private static final int CUSTOMERS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI edge;
    private final String host;
    private final Duration between;
    private final HttpClient http;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> customers = new ArrayList<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failedBySwitch = new LongAdder();
    private final LongAdder failedByRelease = new LongAdder();

    /**
     * @param edge {@code host:port} of the edge
     * @param host name of the service
     * @param perSecond requests of all customers together
     */
    Traffic(String edge, String host, int perSecond) {
        this.edge = URI.create("http://" + edge);
        this.host = host;
        this.between = Duration.ofSeconds(1).multipliedBy(CUSTOMERS).dividedBy(perSecond);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    void start() {
        for (int i = 0; i < CUSTOMERS; i++) {
            long seed = i;
            customers.add(Thread.ofVirtual().name("customer " + i).start(() -> shop(new Random(seed))));
        }
    }

    private void shop(Random random) {
        long next = System.nanoTime() + random.nextLong(between.toNanos());
        while (running.get()) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            next = Math.max(next + between.toNanos(), System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            ask(random);
        }
    }

    private void ask(Random random) {
        String[] countries = {"DE", "FR", "US", "JP", "BR"};
        URI uri = edge.resolve("/score?amount=" + (1 + random.nextInt(5000)) + "&country="
                + countries[random.nextInt(countries.length)]);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Host", host)
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            requests.increment();
            if (response.statusCode() / 100 != 2) {
                boolean byEdge = response.headers().firstValue("X-Slipway-Edge").isPresent();
                (byEdge ? failedBySwitch : failedByRelease).increment();
            }
        } catch (IOException e) {
            requests.increment();
            failedBySwitch.increment();
        } catch (InterruptedException e) {
            running.set(false);
            Thread.currentThread().interrupt();
        }
    }

    long requests() {
        return requests.sum();
    }

    /** Connection errors, and answers of the edge itself that are no success: never the release's fault. */
    long failedBySwitch() {
        return failedBySwitch.sum();
    }

    /** Answers of an instance that are no success. */
    long failedByRelease() {
        return failedByRelease.sum();
    }

    /** Lets every customer finish what they asked for. */
    @Override
    public void close() {
        running.set(false);
        try {
            for (Thread customer : customers) {
                customer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
