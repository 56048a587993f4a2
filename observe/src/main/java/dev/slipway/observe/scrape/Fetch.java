package dev.slipway.observe.scrape;

import dev.slipway.observe.exposition.ExpositionFormat;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;

/** Asks a target over HTTP. One deadline holds for everything, the reading of the body included. */
final class Fetch {

    private static final int MOST_REDIRECTS = 10;

    private final HttpClient client;
    private final ScheduledExecutorService deadlines;

    /**
     * @param client that follows no redirects by itself
     */
    Fetch(HttpClient client, ScheduledExecutorService deadlines) {
        this.client = client;
        this.deadlines = deadlines;
    }

    /**
     * @return an open body; closing it ends the exchange
     */
    Fetched get(Target target, ScrapeJob job) throws IOException, InterruptedException {
        long end = System.nanoTime() + target.timeout().toNanos();
        URI url = target.url();
        HttpResponse<InputStream> response = send(url, target, job, end);
        for (int hops = 0; isRedirect(response) && job.followRedirects(); hops++) {
            String location = response.headers().firstValue("Location").orElse("");
            response.body().close();
            if (hops == MOST_REDIRECTS || location.isEmpty()) {
                throw new IOException("the target redirects " + (location.isEmpty() ? "nowhere" : "without end"));
            }
            url = Redirects.follow(target.url(), url, location);
            response = send(url, target, job, end);
        }
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException("the target answered with HTTP status " + response.statusCode());
        }
        return opened(response, end);
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private HttpResponse<InputStream> send(URI url, Target target, ScrapeJob job, long end)
            throws IOException, InterruptedException {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(left)
                .header("Accept", ExpositionFormat.ACCEPT)
                .header("User-Agent", "Slipway")
                .header(
                        "X-Prometheus-Scrape-Timeout-Seconds",
                        Double.toString(target.timeout().toMillis() / 1000.0));
        if (job.compression()) {
            request.header("Accept-Encoding", "gzip");
        }
        if (Redirects.sameHost(target.url(), url)) {
            Optional<String> authorization = job.credentials().header();
            authorization.ifPresent(value -> request.header("Authorization", value));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private Fetched opened(HttpResponse<InputStream> response, long end) throws IOException {
        InputStream body = new TimedBody(response.body(), end);
        try {
            boolean packed = response.headers()
                    .firstValue("Content-Encoding")
                    .filter(encoding -> encoding.equalsIgnoreCase("gzip"))
                    .isPresent();
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Fetched(ExpositionFormat.of(type), packed ? new GZIPInputStream(body, 8192) : body);
        } catch (IOException e) {
            body.close();
            throw e;
        }
    }

    /** Ends with an error at its deadline, however slowly the target dribbles. */
    private final class TimedBody extends FilterInputStream {

        private final ScheduledFuture<?> alarm;
        private final AtomicBoolean late = new AtomicBoolean();

        TimedBody(InputStream in, long end) {
            super(in);
            alarm = deadlines.schedule(this::expire, Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }

        private void expire() {
            late.set(true);
            try {
                in.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int got = super.read(into, offset, length);
                if (got < 0 && late.get()) {
                    throw new IOException("the target did not finish within the timeout");
                }
                return got;
            } catch (IOException e) {
                throw late.get() ? new IOException("the target did not finish within the timeout", e) : e;
            }
        }

        @Override
        public void close() throws IOException {
            alarm.cancel(false);
            super.close();
        }
    }
}
