package dev.slipway.server.ui;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Instances that stand as a test says. */
public final class StandingPlatform implements Platform {

    private final List<InstanceStatus> instances = new CopyOnWriteArrayList<>();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    void stand(String environment, String release, int ordinal, InstanceState state, Instant since, String detail) {
        instances.add(new InstanceStatus(
                release + "-" + environment + "-" + ordinal,
                "safeguard",
                environment,
                "safeguard",
                release,
                ordinal,
                Optional.of("127.0.0.1:" + (41200 + instances.size())),
                state,
                since,
                state == InstanceState.BACKING_OFF ? 3 : 0,
                detail));
    }

    @Override
    public String kind() {
        return "process";
    }

    @Override
    public void ensure(InstanceSpec spec) {
        throw new UnsupportedOperationException("pages start nothing");
    }

    @Override
    public void stop(String name) {
        throw new UnsupportedOperationException("pages stop nothing");
    }

    @Override
    public List<InstanceStatus> instances() {
        return List.copyOf(instances);
    }

    @Override
    public Optional<InstanceStatus> instance(String name) {
        return instances.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
    }

    /** A line that all of them write. */
    void write(String line) {
        written.add(line);
    }

    void end() {
        ended = true;
    }

    @Override
    public OutputReader follow(String name, Optional<String> from, int lines) {
        AtomicInteger next = new AtomicInteger(from.map(Integer::valueOf).orElse(0));
        return new OutputReader() {
            @Override
            public Page read() {
                boolean over = ended;
                List<String> fresh = List.copyOf(written.subList(next.get(), written.size()));
                return new Page(fresh, Integer.toString(next.addAndGet(fresh.size())), over);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<String> output(String name, int maxLines) {
        return List.of();
    }

    @Override
    public TaskResult runTask(InstanceSpec spec, List<String> command) {
        throw new UnsupportedOperationException("pages run nothing");
    }

    @Override
    public void onChange(Consumer<InstanceStatus> listener) {}

    @Override
    public void spares(Predicate<InstanceStatus> judged) {}
}
