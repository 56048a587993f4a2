package dev.slipway.server.watch;

import dev.slipway.observe.remote.Forwarder;
import dev.slipway.observe.remote.Position;
import dev.slipway.observe.remote.RemoteTarget;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.server.web.HealthPart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends samples on to the servers that the home's {@code prometheus.yml} names under {@code remote_write}. */
public final class Forwarding implements HealthPart, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final Path folder;
    private final InstantSource clock;
    private final List<Forwarder> forwarders = new ArrayList<>();
    private String trouble = "";

    /** @param folder of what has been sent already */
    public Forwarding(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** From here on samples go to these and to nobody else. */
    public synchronized void follow(TimeSeriesStore store, List<RemoteTarget> targets) {
        if (forwarders.stream().map(Forwarder::target).toList().equals(targets)) {
            return;
        }
        close();
        trouble = "";
        for (RemoteTarget target : targets) {
            try {
                Forwarder forwarder = new Forwarder(store, target, new Position(folder.resolve(target.name())), clock);
                forwarders.add(forwarder);
                forwarder.start();
            } catch (IOException e) {
                LOG.error("samples cannot be sent to {}", target.name(), e);
                trouble = "samples cannot be sent to " + target.name() + ": " + e.getMessage();
            }
        }
    }

    @Override
    public String name() {
        return "remote-write";
    }

    @Override
    public synchronized Condition condition() {
        return forwarders.stream()
                .flatMap(each -> each.status().trouble().stream()
                        .map(why -> "samples do not reach " + each.target().name() + ": " + why))
                .findFirst()
                .or(() -> trouble.isEmpty() ? Optional.empty() : Optional.of(trouble))
                .map(Condition::degraded)
                .orElseGet(Condition::healthy);
    }

    @Override
    public synchronized void close() {
        forwarders.forEach(Forwarder::close);
        forwarders.clear();
    }
}
