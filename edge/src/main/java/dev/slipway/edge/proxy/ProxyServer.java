package dev.slipway.edge.proxy;

import dev.slipway.edge.access.AccessLog;
import dev.slipway.edge.traffic.Switchboard;
import dev.slipway.edge.traffic.TrafficLedger;
import dev.slipway.kernel.Problem;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening side of the data path: event loops, one worker each, and the socket that feeds them. */
public final class ProxyServer {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final int BACKLOG = 4096;
    private static final long CLOSE_MILLIS = 1000;

    private final MultiThreadIoEventLoopGroup loops;
    private final Map<EventLoop, Worker> workers = new HashMap<>();
    private final AtomicInteger openConnections = new AtomicInteger();
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private final Transport transport;
    private final Channel listener;
    private final @Nullable Channel secureListener;
    private volatile boolean draining;

    /**
     * Binds and accepts at once.
     *
     * @param threads event loops
     * @param accessLog null when requests are not logged
     * @throws Problem of kind UNAVAILABLE, code {@code port-in-use}
     */
    public ProxyServer(
            Doors doors,
            Transport transport,
            int threads,
            Switchboard board,
            TrafficLedger ledger,
            Limits limits,
            @Nullable AccessLog accessLog) {
        this.transport = transport;
        this.loops = new MultiThreadIoEventLoopGroup(threads, transport.handlers());
        Worker.Census census = new Worker.Census(openConnections, this::connectionClosed, accessLog);
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            workers.put(loop, new Worker(loop, transport, board, ledger, limits, census));
        }
        board.onSwitch(() -> workers.values().forEach(Worker::closeRetired));
        board.onSwitch(() -> workers.values().forEach(Worker::resumeHeld));
        this.listener = bind(doors.plain(), inherited(doors, 0), new Entrance(this::worker, null), "--listen");
        Doors.Secure secure = doors.secure();
        this.secureListener = secure == null ? null : bindSecure(secure, inherited(doors, 1));
    }

    private Worker worker(Channel channel) {
        Worker worker = workers.get(channel.eventLoop());
        if (worker == null) {
            throw new IllegalStateException("an event loop has no worker");
        }
        return worker;
    }

    private static @Nullable Integer inherited(Doors doors, int index) {
        return index < doors.inherited().size() ? doors.inherited().get(index) : null;
    }

    private Channel bindSecure(Doors.Secure door, @Nullable Integer inherited) {
        try {
            return bind(door.address(), inherited, new Entrance(this::worker, door.certificates()), "--tls-listen");
        } catch (Problem e) {
            listener.close().awaitUninterruptibly();
            throw e;
        }
    }

    private Channel bind(InetSocketAddress address, @Nullable Integer inherited, Entrance entrance, String option) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(entrance);
        ChannelFuture bound = inherited == null
                ? bootstrap
                        .channel(transport.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .bind(address)
                : bootstrap
                        .channelFactory(() -> new EpollServerSocketChannel(inherited))
                        .register();
        bound.awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "port-in-use",
                    "the edge cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + failure.getMessage(),
                    "stop what listens on port " + address.getPort() + " (ss -ltnp shows it), or choose another with"
                            + " " + option,
                    failure);
        }
        return bound.channel();
    }

    /** Where it listens, with the port that a port of 0 became. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Where it listens for HTTPS; null when it does not. */
    public @Nullable InetSocketAddress secureAddress() {
        return secureListener == null ? null : (InetSocketAddress) secureListener.localAddress();
    }

    /** The sockets that it listens on, plain before secure; empty where the transport has no descriptors. */
    public List<FileDescriptor> sockets() {
        return Stream.of(Optional.of(listener), Optional.ofNullable(secureListener))
                .flatMap(Optional::stream)
                .filter(UnixChannel.class::isInstance)
                .map(channel -> ((UnixChannel) channel).fd())
                .toList();
    }

    public Transport transport() {
        return transport;
    }

    /** Clients connected now. */
    public int openConnections() {
        return openConnections.get();
    }

    /**
     * Accepts no more, lets requests finish, and ends.
     *
     * @param grace after which the rest is cut
     * @param patient another edge takes new connections: those at rest here may carry one request more before they are
     *     closed, for a client may be sending it just now
     * @return true when nothing had to be cut
     */
    public boolean drain(Duration grace, boolean patient) throws InterruptedException {
        listener.close().awaitUninterruptibly();
        if (secureListener != null) {
            secureListener.close().awaitUninterruptibly();
        }
        draining = true;
        workers.values().forEach(worker -> worker.drain(patient));
        connectionClosed();
        boolean whole = awaitDrained(grace);
        workers.values().forEach(Worker::closeAll);
        for (Worker worker : workers.values()) {
            var _ = worker.closeUpstreams().await(CLOSE_MILLIS);
        }
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await();
        return whole;
    }

    /**
     * Of several graces, the one that is over first counts.
     *
     * @param grace from now on, after which a drain that is under way or still to come cuts the rest
     */
    public void hasten(Duration grace) {
        drained.completeOnTimeout(false, grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean awaitDrained(Duration grace) throws InterruptedException {
        hasten(grace);
        try {
            boolean whole = drained.get();
            if (!whole) {
                LOG.warn("{} connections are cut, their time is over", openConnections.get());
            }
            return whole;
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining failed", e);
        }
    }

    private void connectionClosed() {
        if (draining && openConnections.get() == 0) {
            drained.complete(true);
        }
    }
}
