package dev.slipway.observe.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscovererTest {

    @TempDir
    Path folder;

    private Discoverer discoverer(InetSocketAddress... dns) {
        return new Discoverer(folder, new DnsRecords(List.of(dns)), HttpClient.newHttpClient());
    }

    @Test
    void files_areFoundByPatternAndReadAsJsonOrYaml() throws IOException {
        Files.createDirectory(folder.resolve("t"));
        Files.writeString(
                folder.resolve("t/a.json"), "[{\"targets\": [\"a:1\", \"b:2\"], \"labels\": {\"zone\": \"eu\"}}]");
        Files.writeString(folder.resolve("t/b.yml"), "- targets: [c:3]\n");
        Files.writeString(folder.resolve("t/c.txt"), "no list");
        assertThat(discoverer()
                        .find(new Discovery.Files(
                                List.of("t/*.json", "t/b.yml", "absent/*.json"), Duration.ofMinutes(5))))
                .containsExactly(
                        new TargetGroup(
                                List.of("a:1", "b:2"),
                                Map.of(
                                        "zone",
                                        "eu",
                                        "__meta_filepath",
                                        folder.resolve("t/a.json").toString())),
                        new TargetGroup(
                                List.of("c:3"),
                                Map.of(
                                        "__meta_filepath",
                                        folder.resolve("t/b.yml").toString())));
    }

    @Test
    void wrongFiles_areRefusedWithTheirPosition() throws IOException {
        Files.writeString(folder.resolve("a.yml"), "- targets: [a:1]\n  label: {x: y}\n");
        assertThatThrownBy(() -> discoverer().find(new Discovery.Files(List.of("a.yml"), Duration.ofMinutes(5))))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("a.yml:2:3");
        Files.writeString(folder.resolve("a.yml"), "targets: []\n");
        assertThatThrownBy(() -> discoverer().find(new Discovery.Files(List.of("a.yml"), Duration.ofMinutes(5))))
                .isInstanceOf(Problem.class);
    }

    @Test
    void lists_areReadOverHttp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/list", exchange -> {
            byte[] body = "[{\"targets\": [\"a:1\"]}]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/list");
            assertThat(discoverer().find(new Discovery.Http(url, Duration.ofMinutes(1))))
                    .containsExactly(new TargetGroup(List.of("a:1"), Map.of("__meta_url", url.toString())));
            URI missing = url.resolve("/missing");
            assertThatThrownBy(() -> discoverer().find(new Discovery.Http(missing, Duration.ofMinutes(1))))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("discovery-failed"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void names_areAskedInTheDns() throws IOException {
        try (TinyDns dns = new TinyDns()) {
            Discoverer discoverer = discoverer(dns.address());
            assertThat(discoverer.find(new Discovery.Dns(
                            List.of("_http._tcp.shop.test"), Discovery.Dns.RecordType.SRV, 0, Duration.ofSeconds(30))))
                    .singleElement()
                    .satisfies(group -> {
                        assertThat(group.targets()).containsExactly("node.shop.test:8080");
                        assertThat(group.labels())
                                .containsEntry("__meta_dns_name", "_http._tcp.shop.test")
                                .containsEntry("__meta_dns_srv_record_target", "node.shop.test.")
                                .containsEntry("__meta_dns_srv_record_port", "8080");
                    });
            assertThat(discoverer.find(new Discovery.Dns(
                            List.of("shop.test"), Discovery.Dns.RecordType.A, 9100, Duration.ofSeconds(30))))
                    .extracting(TargetGroup::targets)
                    .containsExactly(List.of("192.0.2.7:9100"));
            assertThat(discoverer.find(new Discovery.Dns(
                            List.of("shop.test"), Discovery.Dns.RecordType.AAAA, 9100, Duration.ofSeconds(30))))
                    .extracting(TargetGroup::targets)
                    .containsExactly(List.of("[2001:db8:0:0:0:0:0:7]:9100"));
        }
    }

    @Test
    void withoutANameServer_theProblemSaysSo() {
        assertThatThrownBy(() -> discoverer()
                        .find(new Discovery.Dns(List.of("x.test"), Discovery.Dns.RecordType.A, 1, Duration.ZERO)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("dns-failed"));
    }

    @Test
    void answersThatPointInCircles_areRefused() {
        byte[] question = DnsMessage.question(7, "a.test", 1);
        byte[] reply = java.util.Arrays.copyOf(question, question.length + 2);
        reply[2] = (byte) 0x81;
        reply[7] = 1;
        reply[question.length] = (byte) 0xc0;
        reply[question.length + 1] = (byte) question.length;
        assertThatThrownBy(() -> DnsMessage.reply(reply, 7, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DnsMessage.reply(question, 8, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
