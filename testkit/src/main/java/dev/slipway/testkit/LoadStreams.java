package dev.slipway.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** HTTP/2 connections that the users of a load share; each request is a stream. */
final class LoadStreams implements AutoCloseable {

    private static final int USERS_OF_A_CONNECTION = 16;

    private final LoadPlan plan;
    private final LoadWire.Http2 wire;
    private final List<HttpClient> clients = new ArrayList<>();
    private int users;

    LoadStreams(LoadPlan plan, LoadWire.Http2 wire) {
        this.plan = plan;
        this.wire = wire;
    }

    /** The way of one more user. */
    LoadLine line() {
        if (users++ % USERS_OF_A_CONNECTION == 0) {
            clients.add(HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .sslContext(wire.trust())
                    .connectTimeout(plan.timeout())
                    .build());
        }
        return new Line(plan, clients.getLast());
    }

    @Override
    public void close() {
        clients.forEach(HttpClient::close);
    }

    private record Line(LoadPlan plan, HttpClient http) implements LoadLine {

        @Override
        public Answer get(String path) throws IOException, InterruptedException {
            URI uri = URI.create("https://" + plan.host() + ":" + plan.port() + path);
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(plan.timeout()).build(),
                    HttpResponse.BodyHandlers.discarding());
            if (answer.version() != HttpClient.Version.HTTP_2) {
                throw new IOException(uri + " was answered over " + answer.version());
            }
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("x-slipway-release"),
                    answer.headers().firstValue("x-slipway-edge"));
        }

        @Override
        public void close() {
            // The connection is the other users' too.
        }
    }
}
