package dev.slipway.observe.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeFileTest {

    private static final String NAME = ".slipway/probes.yml";

    private static List<Endpoint> read(String text) {
        ProbeFile file = ProbeFile.read(NAME, text);
        assertThat(file.findings()).isEmpty();
        return file.endpoints();
    }

    @Test
    void endpoint_isReadWithAllItSays() {
        Endpoint endpoint = read("""
                        endpoints:
                        - name: shop
                          group: web
                          url: https://shop.example/health?deep=1
                          method: POST
                          headers: {Accept: application/json}
                          body: '{}'
                          interval: 5m
                          client: {timeout: 3s, insecure: true, ignore-redirect: true}
                          conditions: ["[STATUS] == 200", "[BODY].status == UP"]
                          failure-threshold: 5
                          success-threshold: 1
                          maintenance-windows: [{start: "23:30", duration: 1h, timezone: Europe/Berlin, every: [Monday]}]
                          public: true
                        """).getFirst();

        assertThat(endpoint.check())
                .isEqualTo(new Check.Http(
                        URI.create("https://shop.example/health?deep=1"),
                        "POST",
                        Map.of("Accept", "application/json"),
                        "{}",
                        false,
                        false));
        assertThat(endpoint.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(endpoint.conditions())
                .extracting(Condition::text)
                .containsExactly("[STATUS] == 200", "[BODY].status == UP");
        assertThat(endpoint.failuresUntilDown()).isEqualTo(5);
        assertThat(endpoint.isPublic()).isTrue();
        assertThat(endpoint.isMaintained(Instant.parse("2026-03-02T22:45:00Z"))).isTrue();
        assertThat(endpoint.isMaintained(Instant.parse("2026-03-02T23:15:00Z"))).isTrue();
        assertThat(endpoint.isMaintained(Instant.parse("2026-03-02T23:30:00Z"))).isFalse();
        assertThat(endpoint.isMaintained(Instant.parse("2026-03-03T22:45:00Z"))).isFalse();
    }

    @Test
    void schemes_sayWhatIsAsked() {
        List<Endpoint> endpoints = read("""
                endpoints:
                - {name: tcp, url: "tcp://db.example:5432"}
                - {name: tls, url: "tls://db.example:5433"}
                - {name: mail, url: "starttls://mail.example:587"}
                - {name: imap, url: "starttls://mail.example:143"}
                - {name: odd, url: "starttls://mail.example:2525", starttls: pop3}
                - {name: ping, url: "icmp://db.example"}
                - {name: dns, url: 192.0.2.53, dns: {query-name: shop.example, query-type: MX}}
                - {name: grpc, url: "grpcs://api.example:443", grpc-service: shop.Cart}
                - {name: socket, url: "wss://shop.example/live"}
                - {name: ssh, url: "ssh://bastion.example"}
                - {name: disk, command: [check_disk, "-w", "10"]}
                external-endpoints:
                - {name: backup, heartbeat: {interval: 1d}}
                """);

        assertThat(endpoints)
                .extracting(Endpoint::check)
                .containsExactly(
                        new Check.Tcp("db.example", 5432),
                        new Check.Tls("db.example", 5433, Check.Tls.Preface.NONE, true),
                        new Check.Tls("mail.example", 587, Check.Tls.Preface.SMTP, true),
                        new Check.Tls("mail.example", 143, Check.Tls.Preface.IMAP, true),
                        new Check.Tls("mail.example", 2525, Check.Tls.Preface.POP3, true),
                        new Check.Icmp("db.example"),
                        new Check.Dns("192.0.2.53", 53, "shop.example", "MX"),
                        new Check.Grpc("api.example", 443, true, "shop.Cart", true),
                        new Check.WebSocket(URI.create("wss://shop.example/live"), Map.of(), true),
                        new Check.Ssh("bastion.example", 22),
                        new Check.Command(List.of("check_disk", "-w", "10")),
                        new Check.Heartbeat(Duration.ofDays(1)));
        assertThat(endpoints.getLast().failuresUntilDown()).isEqualTo(1);
    }

    @Test
    void disabled_isNotWatched_andMaintenanceOfTheFileHoldsForAll() {
        List<Endpoint> endpoints = read("""
                maintenance: {start: "01:00", duration: 2h}
                endpoints:
                - {name: a, url: "http://a.example"}
                - {name: b, url: "http://b.example", enabled: false}
                """);

        assertThat(endpoints).extracting(Endpoint::name).containsExactly("a");
        assertThat(endpoints.getFirst().isMaintained(Instant.parse("2026-03-02T02:59:59Z")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {name: a}                                                            | 2:3: error: 'url' is missing
            {name: a, url: "ftp://a.example"}                                    | the scheme 'ftp' is not known
            {name: a, url: "http://"}                                            | 2:18: error: 'http://' is no address
            {name: a, url: "http://u:p@a.example"}                               | without a user
            {name: a, url: "tcp://a.example"}                                    | the address has no port
            {name: a, url: "http://a.example", interval: 500ms}                  | 2:48: error: an interval is a second to a day
            {name: a, url: "http://a.example", interval: 2d}                     | an interval is a second to a day
            {name: a, url: "http://a.example", interval: 5s, client: {timeout: 6s}} | not longer than the interval
            {name: a, url: "http://a.example", conditions: ["[STATUS] is 200"]}  | 2:51: error: '[STATUS] is 200' is no condition
            {name: a, url: "tcp://a.example:1", conditions: ["[STATUS] == 200"]} | does not tell [STATUS]
            {name: a, url: "http://a.example", method: FETCH}                    | 'FETCH' is not what 'method' expects
            {name: a, url: "http://a.example", headers: {"a b": c}}              | a header has a proper name
            {name: a, url: "http://a.example", headers: {a: "${TOKEN}"}}         | without variables
            {name: a, url: "http://a.example", alerts: [{type: slack}]}          | 'alerts' is not supported
            {name: a, url: "http://a.example", intervall: 5s}                    | 'intervall' is not known here
            {name: a, url: "http://a.example", failure-threshold: 0}             | is at least 1
            {name: a/b, url: "http://a.example"}                                 | a name has no /
            {name: a, url: 192.0.2.53, dns: {query-type: A}}                     | 'query-name' is missing
            {name: a, command: [x], url: "http://a.example"}                     | without url
            """)
    void mistakes_areFoundWhereTheyAre(String endpoint, String message) {
        ProbeFile file = ProbeFile.read(NAME, "endpoints:\n- " + endpoint + "\n");

        assertThat(file.endpoints()).isEmpty();
        assertThat(file.findings()).extracting(Finding::toString).anyMatch(text -> text.contains(message));
        assertThat(file.findings()).allSatisfy(finding -> {
            assertThat(finding.position().line()).isEqualTo(2);
            assertThat(finding.hint()).isNotEmpty();
        });
    }

    @Test
    void names_areUnique() {
        ProbeFile file = ProbeFile.read(NAME, """
                endpoints:
                - {name: a, url: "http://a.example"}
                external-endpoints:
                - {name: a, heartbeat: {interval: 1h}}
                - {name: c, heartbeat: {interval: 1h}, token: secret}
                alerting: {}
                """);

        assertThat(file.findings())
                .extracting(Finding::toString)
                .anyMatch(text -> text.contains("4:10") && text.contains("two probes named 'a'"))
                .anyMatch(text -> text.contains("'token' is not supported"))
                .anyMatch(text -> text.contains("'alerting' is not supported"));
    }
}
