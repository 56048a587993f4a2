package dev.slipway.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.containers.Bridge;
import dev.slipway.containers.Subnet;
import dev.slipway.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loopback interface as a network of containers: whoever comes from another of its addresses is one of them. */
class SideDoorTest {

    private static final String HOST = "127.0.0.1";
    private static final String CONTAINER = "127.0.0.2";
    private static final Bridge BRIDGE = new Bridge(InetAddress.ofLiteral(HOST), Subnet.parse("127.0.0.0/24"));

    private WebServer server;

    @BeforeEach
    void start() {
        Routes routes = new Routes(
                List.of(new Route(Method.GET, "/open", Access.open("a test"), e -> e.json(Map.of("a", 1)), "")));
        server = new WebServer(
                new WebServer.Settings(HOST, 0, AllowedHosts.loopbackAnd(Set.of()), new SessionCookie(false), 1000),
                new WebServer.Parts(
                        routes,
                        new KnownMembers(),
                        List::of,
                        new Events(),
                        new Metrics(),
                        ErrorPage.plain(),
                        context -> context.addServlet(new ServletHolder(new Echo()), "/jobs/*")));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Answers with what it was sent. */
    private static final class Echo extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().transferTo(response.getOutputStream());
        }
    }

    private static HttpResponse<String> ask(String from, String address, String body) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral(from))
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        return client.send(
                (body.isEmpty() ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void container_isServedWhatIsForJobs_andNothingElse() throws Exception {
        try (SideDoor door = server.open(BRIDGE, Set.of("/jobs/*"))) {
            String large = "x".repeat(3_000_000);
            assertThat(ask(CONTAINER, door.origin() + "/jobs/a", large).body()).isEqualTo(large);
            assertThat(ask(CONTAINER, door.origin() + "/open", "").body()).contains("not-for-jobs");
            assertThat(ask(CONTAINER, door.origin() + "/nowhere", "").body()).contains("not-for-jobs");
            assertThat(ask(CONTAINER, door.origin() + "/", "").body()).contains("not-for-jobs");
        }
    }

    @Test
    void whoIsNoContainer_isRefused_alsoTheHostItself() throws Exception {
        try (SideDoor door = server.open(BRIDGE, Set.of("/jobs/*"))) {
            assertThat(ask("127.0.1.2", door.origin() + "/jobs/a", "b").body()).contains("foreign-peer");
            assertThat(ask(HOST, door.origin() + "/jobs/a", "b").body()).contains("foreign-peer");
            assertThat(ask(HOST, "http://127.0.0.1:" + server.port() + "/open", "")
                            .statusCode())
                    .as("the main door")
                    .isEqualTo(200);
        }
    }

    @Test
    void shutDoor_isNotListenedAt_andTheOthersGoOn() throws Exception {
        SideDoor door = server.open(BRIDGE, Set.of("/jobs/*"));
        try (SideDoor other = server.open(BRIDGE, Set.of("/jobs/*"))) {
            String address = door.origin() + "/jobs/a";
            assertThat(ask(CONTAINER, address, "b").body()).isEqualTo("b");
            door.close();
            assertThatThrownBy(() -> ask(CONTAINER, address, "b")).isInstanceOf(ConnectException.class);
            assertThat(ask(CONTAINER, other.origin() + "/jobs/a", "b").body()).isEqualTo("b");
        }
    }

    @Test
    void addressThatIsNotOfThisHost_givesNoDoor() {
        Bridge elsewhere = new Bridge(InetAddress.ofLiteral("203.0.113.1"), Subnet.parse("203.0.113.0/24"));
        assertThatThrownBy(() -> server.open(elsewhere, Set.of("/jobs/*")))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("no-door");
                    assertThat(problem.message()).contains("cannot listen on 203.0.113.1");
                });
    }
}
