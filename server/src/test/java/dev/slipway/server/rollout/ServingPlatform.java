package dev.slipway.server.rollout;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Keeps instances that are HTTP servers of the test's own process: they outlive control planes as real ones do, but
 * start and end at once. What is done to them is noted.
 */
final class ServingPlatform implements Platform, AutoCloseable {

    private final Map<String, Standing> standing = new TreeMap<>();
    private final Map<String, Set<Ailment>> ailments = new HashMap<>();
    private final List<String> starts = new ArrayList<>();
    private final List<String> stops = new ArrayList<>();
    private final List<String> tasks = new ArrayList<>();
    private final List<Consumer<InstanceStatus>> listeners = new CopyOnWriteArrayList<>();
    private volatile Predicate<InstanceStatus> spared = _ -> true;

    /** What can be wrong with a release. */
    enum Ailment {
        CANNOT_START,
        IS_NOT_HEALTHY,
        FAILS_SMOKE_TESTS,
        FAILS_REQUESTS,
        CANNOT_EXPAND,
        CANNOT_CONTRACT
    }

    private record Standing(InstanceSpec spec, HttpServer server, Instant since) {}

    /** From now on the release has this, or the instance of this name. */
    synchronized void ail(String of, Ailment ailment) {
        ailments.computeIfAbsent(of, _ -> EnumSet.noneOf(Ailment.class)).add(ailment);
    }

    synchronized void heal(String release) {
        ailments.remove(release);
    }

    /** The instance is started anew by itself and is found at another address. */
    void move(String name) {
        InstanceStatus moved;
        synchronized (this) {
            Standing old = java.util.Objects.requireNonNull(standing.get(name), name);
            HttpServer server = serve(old.spec().release());
            old.server().stop(0);
            standing.put(name, new Standing(old.spec(), server, Instant.now()));
            moved = status(standing.get(name));
        }
        listeners.forEach(listener -> listener.accept(moved));
    }

    /** Names of instances in the order of their starts. */
    synchronized List<String> starts() {
        return List.copyOf(starts);
    }

    synchronized List<String> stops() {
        return List.copyOf(stops);
    }

    /** Commands with the release that they were run for, in their order. */
    synchronized List<String> tasks() {
        return List.copyOf(tasks);
    }

    @Override
    public String kind() {
        return "process";
    }

    @Override
    public void ensure(InstanceSpec spec) {
        InstanceStatus started;
        synchronized (this) {
            if (standing.containsKey(spec.name())) {
                return;
            }
            starts.add(spec.name());
            Standing fresh = new Standing(spec, serve(spec.release()), Instant.now());
            standing.put(spec.name(), fresh);
            started = status(fresh);
        }
        listeners.forEach(listener -> listener.accept(started));
    }

    @Override
    public void stop(String name) {
        InstanceStatus stopped;
        synchronized (this) {
            Standing gone = standing.remove(name);
            if (gone == null) {
                return;
            }
            stops.add(name);
            gone.server().stop(0);
            stopped = status(gone);
        }
        listeners.forEach(listener -> listener.accept(stopped));
    }

    @Override
    public synchronized List<InstanceStatus> instances() {
        return standing.values().stream().map(this::status).toList();
    }

    @Override
    public synchronized Optional<InstanceStatus> instance(String name) {
        return Optional.ofNullable(standing.get(name)).map(this::status);
    }

    @Override
    public OutputReader follow(String name, Optional<String> from, int lines) {
        throw new UnsupportedOperationException("nobody reads what these write");
    }

    @Override
    public List<String> output(String name, int maxLines) {
        return List.of();
    }

    @Override
    public synchronized TaskResult runTask(InstanceSpec spec, List<String> command) {
        tasks.add(String.join(" ", command) + " " + spec.env().getOrDefault("SLIPWAY_WEIGHTS", spec.release()));
        Ailment failing = command.contains("expand") ? Ailment.CANNOT_EXPAND : Ailment.CANNOT_CONTRACT;
        return has(spec.release(), failing) ? new TaskResult(1, "no such table") : new TaskResult(0, "");
    }

    @Override
    public void onChange(Consumer<InstanceStatus> listener) {
        listeners.add(listener);
    }

    @Override
    public void spares(Predicate<InstanceStatus> judged) {
        spared = judged;
    }

    /** The releases with an instance that is not to be started anew for hanging. */
    Set<String> spared() {
        return instances().stream().filter(spared).map(InstanceStatus::release).collect(Collectors.toSet());
    }

    private synchronized boolean has(String release, Ailment ailment) {
        return ailments.getOrDefault(release, Set.of()).contains(ailment);
    }

    private InstanceStatus status(Standing instance) {
        InstanceSpec spec = instance.spec();
        InstanceState state = has(spec.release(), Ailment.CANNOT_START) || has(spec.name(), Ailment.CANNOT_START)
                ? InstanceState.FAILED
                : has(spec.release(), Ailment.IS_NOT_HEALTHY) || has(spec.name(), Ailment.IS_NOT_HEALTHY)
                        ? InstanceState.UNHEALTHY
                        : InstanceState.HEALTHY;
        return new InstanceStatus(
                spec.name(),
                spec.project(),
                spec.environment(),
                spec.service(),
                spec.release(),
                spec.ordinal(),
                Optional.of("127.0.0.1:" + instance.server().getAddress().getPort()),
                state,
                instance.since(),
                0,
                state.name());
    }

    private HttpServer serve(String release) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            server.createContext("/", exchange -> {
                boolean smoke = exchange.getRequestURI().getPath().equals("/smoke");
                boolean ill = has(release, smoke ? Ailment.FAILS_SMOKE_TESTS : Ailment.FAILS_REQUESTS);
                exchange.sendResponseHeaders(ill ? 500 : 200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        standing.values().forEach(instance -> instance.server().stop(0));
        standing.clear();
    }
}
