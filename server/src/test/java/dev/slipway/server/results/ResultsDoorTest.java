package dev.slipway.server.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.containers.Bridge;
import dev.slipway.containers.Subnet;
import dev.slipway.kernel.Json;
import dev.slipway.server.web.SideDoor;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of a run without a server: here those of the loopback interface, whose addresses are not the host's own. */
class ResultsDoorTest {

    private static final Bridge BRIDGE = new Bridge(InetAddress.ofLiteral("127.0.0.1"), Subnet.parse("127.0.0.0/24"));

    @TempDir
    Path folder;

    @Test
    void container_isTheFirstVisitor_andGetsAddressesThatItReaches() throws Exception {
        try (ResultsHouse house = new ResultsHouse(folder, InstantSource.system());
                SideDoor door = house.server.open(BRIDGE)) {
            String method = "CacheService/CreateCacheEntry";
            HttpRequest request = HttpRequest.newBuilder(URI.create(door.origin() + ResultsHouse.SERVICE + method))
                    .header("Authorization", "Bearer " + house.session.token())
                    .POST(HttpRequest.BodyPublishers.ofString("{\"key\":\"k\",\"version\":\"v\"}"))
                    .build();
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .localAddress(InetAddress.ofLiteral("127.0.0.3"))
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Json.mapper()
                            .readTree(answer.body())
                            .path("signed_upload_url")
                            .asString())
                    .startsWith(door.origin() + "/");
        }
    }
}
