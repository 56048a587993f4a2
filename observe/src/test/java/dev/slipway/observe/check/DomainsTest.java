package dev.slipway.observe.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observe.discovery.TinyDns;
import dev.slipway.observe.probe.Endpoint;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that speak RDAP, on this machine. */
class DomainsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer registry;
    private Domains domains;

    @BeforeEach
    void open() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                asked.add(path);
                String body = known.getOrDefault(path, "");
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.isEmpty() ? 404 : status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        registry.start();
        known.put("/dns.json", """
                {"version": "1.0", "services": [
                  [["example"], ["%s/example"]],
                  [["co.test", "xn--bcher-kva"], ["%s/co/"]]]}""".formatted(url(), url()));
        domains = new Domains(URI.create(url() + "/dns.json"), clock);
    }

    private String url() {
        return "http://127.0.0.1:" + registry.getAddress().getPort();
    }

    @AfterEach
    void close() {
        domains.close();
        registry.stop(0);
    }

    private void registered(String path, String end) {
        known.put(path, """
                {"objectClassName": "domain", "events": [
                  {"eventAction": "registration", "eventDate": "1997-09-15T04:00:00Z"},
                  {"eventAction": "expiration", "eventDate": "%s"}]}""".formatted(end));
    }

    @Test
    void domain_isFoundFromTheHostUpwards() throws Exception {
        registered("/example/domain/shop.example", "2026-09-14T04:00:00+02:00");

        assertThat(domains.end("www.eu.shop.example", PATIENCE)).isEqualTo(Instant.parse("2026-09-14T02:00:00Z"));
        assertThat(asked)
                .containsExactly(
                        "/dns.json",
                        "/example/domain/www.eu.shop.example",
                        "/example/domain/eu.shop.example",
                        "/example/domain/shop.example");
    }

    @Test
    void longestEnding_saysWhichRegistryIsAsked() throws Exception {
        registered("/co/domain/shop.co.test", "2027-01-01T00:00:00Z");
        registered("/co/domain/laden.xn--bcher-kva", "2028-01-01T00:00:00Z");

        assertThat(domains.end("Shop.CO.test.", PATIENCE)).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(domains.end("laden.bücher", PATIENCE)).isEqualTo(Instant.parse("2028-01-01T00:00:00Z"));
        assertThatThrownBy(() -> domains.end("shop.nowhere", PATIENCE)).hasMessageContaining("no registry is known");
    }

    @Test
    void answer_isKeptForHalfADay_andLongerWhenTheRegistryIsAway() throws Exception {
        registered("/example/domain/shop.example", "2026-09-14T04:00:00Z");
        domains.end("shop.example", PATIENCE);
        int before = asked.size();
        clock.advance(Duration.ofHours(11));
        domains.end("shop.example", PATIENCE);
        assertThat(asked).hasSize(before);

        status = 503;
        clock.advance(Duration.ofHours(2));
        assertThat(domains.end("shop.example", PATIENCE)).isEqualTo(Instant.parse("2026-09-14T04:00:00Z"));
        assertThat(asked).hasSize(before + 1);

        status = 200;
        registered("/example/domain/shop.example", "2027-09-14T04:00:00Z");
        clock.advance(Duration.ofMinutes(16));
        assertThat(domains.end("shop.example", PATIENCE)).isEqualTo(Instant.parse("2027-09-14T04:00:00Z"));
    }

    @Test
    void registryThatDoesNotSay_isNotAskedAllTheTime() {
        known.put("/example/domain/shop.example", "{\"events\": [{\"eventAction\": \"registration\"}]}");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> domains.end("shop.example", PATIENCE)).hasMessageContaining("does not say when");
        }
        assertThat(asked).containsExactly("/dns.json", "/example/domain/shop.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "192.0.2.7", "[2001:db8::1]", "a..b", "x/../y.example", "a b.example", ""})
    void whatIsNoDomain_isNotAskedFor(String host) {
        assertThatThrownBy(() -> domains.end(host, PATIENCE)).isInstanceOf(IOException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void condition_speaksOfTheEnd() throws Exception {
        registered("/example/domain/shop.example", "2026-03-11T12:00:00Z");
        try (TinyDns dns = new TinyDns();
                Prober prober = new Prober(
                        new Doors(true), Trust.system(), false, (_, _) -> Optional.empty(), domains, clock)) {
            assertThat(complaints(prober, dns, "240h")).isEmpty();
            assertThat(complaints(prober, dns, "241h")).containsExactly("[DOMAIN_EXPIRATION] >= 241h: found 864000000");
            known.clear();
            clock.advance(Duration.ofDays(9));
            assertThat(complaints(prober, dns, "24h")).isEmpty();
        }
    }

    private static List<String> complaints(Prober prober, TinyDns dns, String least) {
        Endpoint endpoint = ProbeFile.read(
                        "probes.yml", """
                        endpoints:
                        - name: it
                          url: 127.0.0.1:%d
                          dns: {query-name: shop.example}
                          conditions: ["[DNS_RCODE] == NOERROR", "[DOMAIN_EXPIRATION] >= %s"]
                        """.formatted(dns.address().getPort(), least))
                .endpoints()
                .getFirst();
        return endpoint.complaints(prober.check("shop", endpoint, Instant.EPOCH).orElseThrow());
    }
}
