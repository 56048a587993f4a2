package dev.slipway.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private static final String REQUEST = """
            GET /api/v1/events HTTP/1.1
            Host: localhost
            Authorization: Bearer bound
            Accept-Encoding: gzip

            """;

    private final Events events = new Events();

    private static Change change(String project, String id) {
        return new Change(Change.Kind.RUN, id, project);
    }

    @Test
    void subscription_getsWhatItMaySeeInOrder() throws InterruptedException {
        try (Events.Subscription mine = events.subscribe("shop"::equals)) {
            events.publish(change("shop", "run-1"));
            events.publish(change("blog", "run-2"));
            events.publish(change("shop", "run-3"));
            assertThat(mine.next(AT_ONCE)).contains(new Events.Message.Changed(change("shop", "run-1")));
            assertThat(mine.next(AT_ONCE)).contains(new Events.Message.Changed(change("shop", "run-3")));
            assertThat(mine.next(AT_ONCE)).isEmpty();
        }
        assertThat(events.watchers()).isZero();
    }

    @Test
    void slowWatcher_isToldOnceToLookAgain() throws InterruptedException {
        try (Events.Subscription slow = events.subscribe(_ -> true)) {
            for (int i = 0; i < 10_000; i++) {
                events.publish(change("shop", "run-" + i));
            }
            assertThat(slow.next(AT_ONCE)).contains(new Events.Message.LookAgain());
            assertThat(slow.next(AT_ONCE)).isEmpty();
            events.publish(change("shop", "later"));
            assertThat(slow.next(AT_ONCE)).contains(new Events.Message.Changed(change("shop", "later")));
        }
    }

    @Test
    void stream_deliversChangesHeartbeatsAndEndsWithTheServer() throws Exception {
        KnownMembers members = new KnownMembers()
                .withToken(
                        "bound", KnownMembers.member("ci", Role.VIEWER, EnumSet.of(Scope.READ), Optional.of("shop")));
        WebServer server = new WebServer(
                new WebServer.Settings(
                        "127.0.0.1", 0, AllowedHosts.loopbackAnd(Set.of()), new SessionCookie(false), 1000),
                new WebServer.Parts(
                        Routes.of(List.of(new EventRoutes(events, Duration.ofMillis(20)))),
                        members,
                        List::of,
                        events,
                        new Metrics(),
                        ErrorPage.plain(),
                        _ -> {}));
        server.start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(REQUEST.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            await().until(() -> events.watchers() == 1);
            events.publish(change("blog", "run-hidden"));
            events.publish(change("shop", "run-seen"));
            assertThat(until(lines, "data:"))
                    .contains("data: {\"kind\":\"run\",\"id\":\"run-seen\",\"project\":\"shop\"}")
                    .doesNotContain("run-hidden");
            assertThat(until(lines, ": still")).contains(": still here");
            server.close();
            assertThat(lines.lines().toList()).noneMatch(line -> line.startsWith("data:"));
        } finally {
            server.close();
        }
        await().until(() -> events.watchers() == 0);
    }

    private static String until(BufferedReader lines, String prefix) throws java.io.IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.startsWith(prefix)) {
                return seen.toString();
            }
        }
        throw new AssertionError("the stream ended after " + seen);
    }
}
