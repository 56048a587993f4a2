package dev.slipway.edge.proxy;

import dev.slipway.edge.access.AccessLog;
import dev.slipway.edge.http.Head;
import dev.slipway.edge.http2.Http2Border;
import dev.slipway.edge.traffic.InstanceTraffic;
import dev.slipway.edge.traffic.Switchboard;
import dev.slipway.edge.traffic.TrafficLedger;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All that belongs to one event loop: its clients, and its idle connections to instances. Only that loop's thread touches
 * it, so nothing here is locked; a request never changes threads.
 */
final class Worker {

    private static final int MAX_IDLE = 256;
    private static final long SWEEP_MILLIS = 200;

    private final EventLoop loop;
    private final Switchboard board;
    private final TrafficLedger ledger;
    private final Limits limits;
    private final Bootstrap bootstrap;
    private final AtomicInteger openConnections;
    private final Runnable onClosed;
    private final @Nullable AccessLog accessLog;
    private final Head head = new Head();
    private final Map<InstanceTraffic, Deque<UpstreamConnection>> idle = new HashMap<>();
    private final Set<Guest> clients = new HashSet<>();
    private final Map<InstanceTraffic, Channel> sessions = new HashMap<>();
    private final ChannelGroup upstreams;
    private final Set<Exchange> held = new LinkedHashSet<>();
    private final Mirrors mirrors;
    private boolean draining;
    private boolean patient;
    private long nextSweep = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);

    Worker(EventLoop loop, Transport transport, Switchboard board, TrafficLedger ledger, Limits limits, Census census) {
        this.loop = loop;
        this.board = board;
        this.ledger = ledger;
        this.limits = limits;
        this.openConnections = census.open();
        this.onClosed = census.onClosed();
        this.accessLog = census.accessLog();
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connect().toMillis());
        this.upstreams = new DefaultChannelGroup(loop);
        this.mirrors = new Mirrors(bootstrap, limits.response().toMillis());
        var _ = loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    Switchboard board() {
        return board;
    }

    TrafficLedger ledger() {
        return ledger;
    }

    Limits limits() {
        return limits;
    }

    /** Null when requests are not logged. */
    @Nullable
    AccessLog accessLog() {
        return accessLog;
    }

    /** The one head being parsed on this loop. */
    Head head() {
        return head;
    }

    /**
     * A clock that costs nothing to read, for limits that are looked at once per sweep: the time of the next one. What is
     * measured from it comes out too short by 200 ms at most, never too long.
     */
    long coarseTime() {
        return nextSweep;
    }

    Mirrors mirrors() {
        return mirrors;
    }

    /** The exchange waits for the next switch. */
    void hold(Exchange exchange) {
        held.add(exchange);
    }

    /** After a switch: those who waited for it go on, or wait again. */
    void resumeHeld() {
        whileOpen(() -> {
            List<Exchange> waiting = List.copyOf(held);
            held.clear();
            waiting.forEach(Exchange::resume);
        });
    }

    void forget(Exchange exchange) {
        held.remove(exchange);
    }

    boolean isDraining() {
        return draining;
    }

    /** It drains while another edge takes new connections. */
    boolean isPatient() {
        return patient;
    }

    void joined(Guest client) {
        clients.add(client);
        openConnections.incrementAndGet();
    }

    void left(Guest client) {
        if (clients.remove(client)) {
            openConnections.decrementAndGet();
            onClosed.run();
        }
    }

    /**
     * The idle connection used last: it is the least likely to have been closed at the other end.
     *
     * @param trusted only one on which a request may go that must not be sent twice
     */
    @Nullable
    UpstreamConnection takeIdle(InstanceTraffic instance, boolean trusted) {
        Deque<UpstreamConnection> waiting = idle.get(instance);
        if (waiting == null) {
            return null;
        }
        for (UpstreamConnection found = waiting.pollLast(); found != null; found = waiting.pollLast()) {
            if (!found.isUsable()) {
                found.close();
            } else if (!trusted || found.isTrusted(System.nanoTime())) {
                return found;
            } else {
                waiting.addLast(found);
                return null;
            }
        }
        return null;
    }

    void giveBack(UpstreamConnection connection) {
        InstanceTraffic instance = connection.instance();
        if (instance.isRetired() || draining || !connection.isUsable()) {
            connection.close();
            return;
        }
        Deque<UpstreamConnection> waiting = idle.computeIfAbsent(instance, _ -> new ArrayDeque<>());
        if (waiting.size() >= MAX_IDLE) {
            connection.close();
            return;
        }
        connection.rest();
        waiting.addLast(connection);
    }

    void forget(UpstreamConnection connection) {
        Deque<UpstreamConnection> waiting = idle.get(connection.instance());
        if (waiting != null) {
            waiting.remove(connection);
        }
    }

    /** Connects, and tells the passage how that went. */
    void connect(InstanceTraffic instance, Passage passage) {
        UpstreamConnection connection = new UpstreamConnection(this, instance);
        ChannelFuture future = bootstrap.clone().handler(connection).connect(instance.address());
        var _ = future.addListener(done -> {
            Throwable failure = done.cause();
            if (failure == null) {
                passage.connected(connection, false);
            } else {
                passage.connectFailed();
            }
        });
    }

    /** Opens a stream to an instance that speaks HTTP/2, over the connection that is there or a new one. */
    void openStream(InstanceTraffic instance, Passage passage) {
        Channel session = sessions.get(instance);
        if (session != null && session.isActive()) {
            openStream(session, instance, passage);
            return;
        }
        ChannelFuture future = bootstrap.clone().handler(new SessionSetup()).connect(instance.address());
        var _ = future.addListener(done -> {
            if (done.cause() != null) {
                passage.connectFailed();
                return;
            }
            Channel fresh = future.channel();
            sessions.put(instance, fresh);
            fresh.closeFuture().addListener(closed -> sessions.remove(instance, fresh));
            openStream(fresh, instance, passage);
        });
    }

    private void openStream(Channel session, InstanceTraffic instance, Passage passage) {
        UpstreamConnection connection = new UpstreamConnection(this, instance);
        var _ = Http2Border.open(session, connection).addListener(done -> {
            if (done.isSuccess()) {
                passage.connected(connection, false);
            } else {
                passage.connectFailed();
            }
        });
    }

    /** A channel to an instance, to be closed at the end whoever has it then. */
    void opened(Channel toInstance) {
        upstreams.add(toInstance);
    }

    /** Runs on the loop; an edge whose last connection is gone has no loop any more, and nothing that a switch could concern. */
    private void whileOpen(Runnable change) {
        try {
            loop.execute(change);
        } catch (RejectedExecutionException over) {
            if (!loop.isShuttingDown()) {
                throw over;
            }
        }
    }

    /** After a switch: connections to instances that left are of no use. */
    void closeRetired() {
        whileOpen(() -> sessions.forEach((instance, session) -> {
            if (instance.isRetired()) {
                var _ = session.close();
            }
        }));
        whileOpen(() -> idle.entrySet().removeIf(entry -> {
            boolean retired = entry.getKey().isRetired();
            if (retired) {
                new ArrayList<>(entry.getValue()).forEach(UpstreamConnection::close);
            }
            return retired;
        }));
    }

    /** From now on each connection ends with the response that it carries, and those that carry none end at once. */
    void drain(boolean patiently) {
        loop.execute(() -> {
            draining = true;
            patient = patiently;
            List.copyOf(clients).forEach(patiently ? Guest::leave : Guest::closeIfResting);
        });
    }

    /**
     * Ends the connections to instances. A loop that ends takes its channels with it, but on io_uring before the kernel has
     * been told to close them, so that they would stay open for as long as the process lives.
     */
    ChannelGroupFuture closeUpstreams() {
        return upstreams.close();
    }

    void closeAll() {
        loop.execute(() -> List.copyOf(clients).forEach(Guest::cut));
    }

    private void sweep() {
        long now = System.nanoTime();
        nextSweep = now + TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);
        for (Guest client : List.copyOf(clients)) {
            client.checkTime(now);
        }
        long oldest = now - limits.upstreamIdle().toNanos();
        for (Deque<UpstreamConnection> waiting : idle.values()) {
            UpstreamConnection first = waiting.peekFirst();
            while (first != null && first.isRestingBefore(oldest)) {
                waiting.pollFirst();
                first.close();
                first = waiting.peekFirst();
            }
        }
    }

    private static final class SessionSetup extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            Http2Border.connect(channel.pipeline());
        }
    }

    /**
     * Counts the connections and tells of the requests of all workers together.
     *
     * @param onClosed called on an event loop whenever one is gone
     * @param accessLog null when requests are not logged
     */
    record Census(
            AtomicInteger open, Runnable onClosed, @Nullable AccessLog accessLog) {}
}
