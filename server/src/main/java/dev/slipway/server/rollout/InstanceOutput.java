package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.server.web.EventStream;
import dev.slipway.server.web.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the instances of a project write: their last lines, and all that comes after them as it comes. */
public final class InstanceOutput {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceOutput.class);
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int USUAL_LINES = 200;

    /** As many as a container keeps when it ends. */
    private static final int MOST_LINES = 5000;

    private final Platform platform;

    public InstanceOutput(Platform platform) {
        this.platform = platform;
    }

    /** @throws Problem of kind NOT_FOUND, code {@code instance-unknown}, which names those that there are */
    public InstanceStatus instance(String project, String name) {
        return platform.instance(name)
                .filter(status -> status.project().equals(project))
                .orElseThrow(() -> unknown(
                        name,
                        platform.instances().stream()
                                .filter(status -> status.project().equals(project))
                                .toList()));
    }

    /** Those that {@code ?lines=} asks for. */
    List<String> last(Exchange exchange) throws InterruptedException {
        String name = instanceOf(exchange);
        return platform.output(name, lines(exchange));
    }

    /**
     * Sends events {@code lines}, each with the place where a reader who comes back goes on, and {@code done} when the
     * instance has ended for good.
     *
     * @param data makes the data of an event of its lines
     */
    public void stream(Exchange exchange, Function<OutputReader.Page, Object> data) throws InterruptedException {
        String name = instanceOf(exchange);
        Optional<String> from =
                Optional.ofNullable(exchange.http().header("Last-Event-ID")).or(() -> exchange.query("from"));
        try (OutputReader reader = platform.follow(name, from, lines(exchange))) {
            send(reader, exchange.stream(), data);
        } catch (IOException e) {
            LOG.debug("a reader of {} has gone", name, e);
        }
    }

    private static void send(OutputReader reader, EventStream stream, Function<OutputReader.Page, Object> data)
            throws IOException, InterruptedException {
        long quietSince = System.nanoTime();
        while (true) {
            OutputReader.Page page = reader.read();
            if (!page.lines().isEmpty()) {
                stream.send("lines", Optional.of(page.next()), data.apply(page));
                quietSince = System.nanoTime();
            }
            if (page.ended()) {
                stream.send("done", Optional.empty(), Map.of());
                return;
            }
            if (page.lines().isEmpty()) {
                if (System.nanoTime() - quietSince > HEARTBEAT.toNanos()) {
                    stream.heartbeat();
                    quietSince = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    private String instanceOf(Exchange exchange) {
        return instance(exchange.path("project"), exchange.path("instance")).name();
    }

    private static int lines(Exchange exchange) {
        return exchange.number("lines", USUAL_LINES, 1, MOST_LINES);
    }

    private static Problem unknown(String name, List<InstanceStatus> known) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "instance-unknown",
                "this project has no instance '" + name + "'",
                known.isEmpty()
                        ? "nothing of it runs"
                        : Suggestion.hint(
                                name, known.stream().map(InstanceStatus::name).toList()));
    }
}
