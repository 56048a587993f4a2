package dev.slipway.edge;

import dev.slipway.edge.access.AccessLog;
import dev.slipway.edge.admin.AdminApi;
import dev.slipway.edge.admin.AdminToken;
import dev.slipway.edge.handover.HandoverDoor;
import dev.slipway.edge.handover.Takeover;
import dev.slipway.edge.proxy.Doors;
import dev.slipway.edge.proxy.Limits;
import dev.slipway.edge.proxy.ProxyServer;
import dev.slipway.edge.proxy.Transport;
import dev.slipway.edge.route.RouteBook;
import dev.slipway.edge.route.RouteFile;
import dev.slipway.edge.tls.CertificateStore;
import dev.slipway.edge.traffic.Switchboard;
import dev.slipway.edge.traffic.TrafficLedger;
import dev.slipway.kernel.Problem;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running edge: the data path, the routes that it follows, and the door for the control plane. */
public final class Edge {

    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final EdgeOptions options;
    private final AdminToken token;
    private final AdminApi api;
    private final String bootId;
    private final Lineage lineage;
    private final ProxyServer proxy;
    private final @Nullable CertificateStore certificates;
    private final @Nullable AccessLog accessLog;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile Desk desk;

    private Edge(EdgeHome home, EdgeOptions options, Limits limits, InstantSource clock, List<Integer> sockets) {
        this.options = options;
        this.token = AdminToken.in(home.file("admin.token"));
        TrafficLedger ledger = new TrafficLedger();
        Switchboard board = new Switchboard(ledger);
        this.lineage = new Lineage(board, ledger);
        RouteBook book = new RouteBook(new RouteFile(home.file("routes.json")), lineage::follow);
        this.bootId = UUID.randomUUID().toString();
        Transport transport = options.takesOver() ? Transport.EPOLL : transport(options.transport());
        WarmUp warmUp = warmUp(options, transport, board, book);
        this.certificates = options.tlsListen().isEmpty() ? null : new CertificateStore(options.certificates());
        this.accessLog = options.accessLog()
                .map(settings -> new AccessLog(settings, clock))
                .orElse(null);
        this.proxy = new ProxyServer(
                doors(options, certificates, sockets), transport, options.threads(), board, ledger, limits, accessLog);
        this.api = new AdminApi(
                bootId,
                clock,
                book,
                () -> lineage.report(bootId),
                proxy::openConnections,
                warmUp::requests,
                certificates == null ? () -> CertificateStore.Report.NONE : certificates::report);
        try {
            this.desk = openDesk(home);
        } catch (Problem e) {
            drain(Duration.ZERO, false);
            throw e;
        }
        LOG.info(
                "the edge listens on {} by {}, {} routes",
                Desk.text(address()),
                transport,
                book.routes().routes().size());
    }

    /**
     * Starts with the routes of last time, and announces itself in its home when both sockets take connections.
     *
     * @throws Problem when the home or a port is taken, or a file is unusable
     */
    public static Edge start(EdgeOptions options, Limits limits, InstantSource clock) {
        if (!options.takesOver()) {
            Edge edge = start(options, limits, clock, List.of());
            edge.announce();
            return edge;
        }
        int given = Succession.sockets(options);
        try (Takeover takeover = Takeover.from(options.home())) {
            Edge edge = start(options, limits, clock, takeover.sockets(given));
            edge.lineage.comesAfter(takeover.confirm());
            edge.announce();
            return edge;
        }
    }

    private static Edge start(EdgeOptions options, Limits limits, InstantSource clock, List<Integer> sockets) {
        EdgeHome home = EdgeHome.hold(options.home());
        try {
            return new Edge(home, options, limits, clock, sockets);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    private Desk openDesk(EdgeHome home) {
        return Desk.open(home, options, token, api, proxy, lineage, this::handOver);
    }

    private void announce() {
        desk.announce(bootId, proxy);
    }

    private static WarmUp warmUp(EdgeOptions options, Transport transport, Switchboard board, RouteBook book) {
        WarmUp warmUp = new WarmUp(transport, options.rehearsal());
        if (options.rehearsesFirst() || !book.routes().routes().isEmpty()) {
            warmUp.finish();
        } else {
            board.onSwitch(warmUp::begin);
        }
        return warmUp;
    }

    /**
     * Gives the sockets to the next edge. Users are served throughout: until that edge confirms that it accepts, this one
     * does; the sockets are the same, so that a connection waits in the queue of the kernel and never at a closed door.
     */
    private void handOver(HandoverDoor.Caller next) {
        Desk given = desk;
        given.leave();
        boolean taken = next.give(proxy.sockets());
        if (taken) {
            LOG.info("another edge has taken over; connections here may go on for {}", options.handover());
            end(options.handover(), true);
            awaitEarlier();
            given.closeDoor();
        } else {
            given.closeDoor();
            LOG.warn("the edge that wanted to take over is gone; this one goes on");
            desk = openDesk(EdgeHome.regain(options.home()));
            announce();
        }
    }

    /** The next edge hears of the edges before this one through this one. */
    private void awaitEarlier() {
        try {
            lineage.awaitEarlier();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Doors doors(EdgeOptions options, @Nullable CertificateStore certificates, List<Integer> sockets) {
        Doors.Secure secure = certificates == null
                ? null
                : new Doors.Secure(options.tlsListen().orElseThrow(), certificates);
        return new Doors(options.listen(), secure, sockets);
    }

    private static Transport transport(String name) {
        if (name.equals("auto")) {
            return Transport.best();
        }
        for (Transport transport : Transport.values()) {
            if (transport.name().toLowerCase(Locale.ROOT).equals(name) && transport.isAvailable()) {
                return transport;
            }
        }
        throw Problem.of(
                Problem.Kind.INVALID,
                "no-transport",
                "the transport '" + name + "' is unknown or not available on this machine",
                "use auto, which takes the best of io_uring, epoll and nio");
    }

    /** Where users reach it. */
    public InetSocketAddress address() {
        return proxy.address();
    }

    /** Where users reach it over TLS; null when they cannot. */
    public @Nullable InetSocketAddress tlsAddress() {
        return proxy.secureAddress();
    }

    /** Where the control plane reaches it. */
    public InetSocketAddress adminAddress() {
        return desk.adminAddress();
    }

    /**
     * Stops accepting, lets requests finish within the drain time, and ends. One that drains already, because another edge
     * has taken over, takes no longer than the drain time from now on.
     */
    public void close() {
        if (!end(options.drain(), false)) {
            hasten();
        }
    }

    private void hasten() {
        LOG.info("asked to end while connections finish here: they may go on for {}", options.drain());
        proxy.hasten(options.drain());
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when it has ended because another edge has taken over. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Returns false when it is ending already. */
    private boolean end(Duration grace, boolean handedOver) {
        if (leaving.getAndSet(true)) {
            return false;
        }
        try {
            leave(grace, handedOver);
        } finally {
            ended.countDown();
        }
        return true;
    }

    private void leave(Duration grace, boolean handedOver) {
        drain(grace, handedOver);
        if (!handedOver) {
            desk.close();
            lineage.close();
        }
        if (certificates != null) {
            certificates.close();
        }
        if (accessLog != null) {
            accessLog.close();
        }
    }

    private void drain(Duration grace, boolean patient) {
        try {
            proxy.drain(grace, patient);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
