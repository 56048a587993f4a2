package dev.slipway.server.traffic;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import dev.slipway.server.web.HealthPart;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Whether users are served at all, and whether routes can be changed. */
public final class EdgeHealth implements HealthPart {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int READ = 64 << 10;

    private final Path folder;
    private final EdgeProcess edge;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param folder of the edge */
    public EdgeHealth(Path folder, EdgeProcess edge) {
        this.folder = folder;
        this.edge = edge;
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public Condition condition() {
        Optional<EdgeAddress> running = edge.running();
        if (running.isEmpty()) {
            return Condition.unhealthy(
                    "no edge runs, so no user is served; the server starts it again, and its log says why it ended");
        }
        try {
            return condition(running.get());
        } catch (IOException | Problem e) {
            return unreachable(running.get(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable(running.get(), "the question was interrupted");
        }
    }

    private Condition condition(EdgeAddress address) throws IOException, InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(address.uri("/v1/health"))
                .header("Authorization", "Bearer " + EdgeAddress.token(folder))
                .timeout(PATIENCE)
                .build();
        int status = BriefAnswer.of(http, question, READ, PATIENCE).status();
        return status == 200 ? Condition.healthy() : unreachable(address, "it answers " + status);
    }

    private Condition unreachable(EdgeAddress address, String why) {
        return Condition.degraded("the edge, process " + address.pid() + ", cannot be reached: " + why
                + "; it goes on with the routes it has, no rollout can move traffic; look at "
                + folder.resolve("edge.log"));
    }
}
