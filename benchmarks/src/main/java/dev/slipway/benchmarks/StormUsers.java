package dev.slipway.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Users who send requests at a steady rate over HTTP/1.1 or HTTP/2. Latency counts from when a request was due, so that
 * a pause is seen by all who would have met it (G. Tene's "coordinated omission").
 */
final class StormUsers {

    private static final int MANY = 48;

    private final HttpClient http;
    private final HttpRequest request;
    private final double perSecond;
    private final AtomicLong number = new AtomicLong();
    private final LongAdder answered = new LongAdder();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final long start = System.nanoTime();

    StormUsers(HttpClient http, URI place, int perSecond) {
        this.http = http;
        this.request = HttpRequest.newBuilder(place).build();
        this.perSecond = perSecond;
        for (int i = 0; i < MANY; i++) {
            threads.add(Thread.ofVirtual().start(this::use));
        }
    }

    private void use() {
        try {
            while (true) {
                long due = start + (long) (number.getAndIncrement() * 1e9 / perSecond);
                if (stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                ask(due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(long due) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            latencies.add(System.nanoTime() - due);
            answered.increment();
            if (answer.statusCode() != 200) {
                failures.add(answer.statusCode() + " " + answer.headers().map());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    /** Lets the last requests end. */
    void stop() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    long answered() {
        return answered.sum();
    }

    double rate() {
        return answered() * 1e9 / (System.nanoTime() - start);
    }

    /** What went wrong, in words. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The latency in ms that this share of the requests did not exceed. */
    double quantile(double share) {
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1) * share)] / 1e6;
    }
}
