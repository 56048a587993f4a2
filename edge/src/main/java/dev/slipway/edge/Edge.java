package dev.slipway.edge;

import dev.slipway.edge.access.AccessLog;
import dev.slipway.edge.admin.AdminApi;
import dev.slipway.edge.admin.AdminServer;
import dev.slipway.edge.admin.AdminToken;
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
import dev.slipway.kernel.process.ProcessTree;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running edge: the data path, the routes that it follows, and the door for the control plane. */
public final class Edge {

    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final EdgeHome home;
    private final ProxyServer proxy;
    private final AdminServer admin;
    private final @Nullable CertificateStore certificates;
    private final @Nullable AccessLog accessLog;
    private final Duration drain;

    private Edge(
            EdgeHome home,
            ProxyServer proxy,
            AdminServer admin,
            @Nullable CertificateStore certificates,
            @Nullable AccessLog accessLog,
            Duration drain) {
        this.home = home;
        this.proxy = proxy;
        this.admin = admin;
        this.certificates = certificates;
        this.accessLog = accessLog;
        this.drain = drain;
    }

    /**
     * Starts with the routes of last time, and announces itself in its home when both sockets take connections.
     *
     * @throws Problem when the home or a port is taken, or a file is unusable
     */
    public static Edge start(EdgeOptions options, Limits limits, InstantSource clock) {
        EdgeHome home = EdgeHome.hold(options.home());
        try {
            return start(home, options, limits, clock);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    private static Edge start(EdgeHome home, EdgeOptions options, Limits limits, InstantSource clock) {
        AdminToken token = AdminToken.in(home.file("admin.token"));
        TrafficLedger ledger = new TrafficLedger();
        Switchboard board = new Switchboard(ledger);
        RouteBook book = new RouteBook(new RouteFile(home.file("routes.json")), board::install);
        String bootId = UUID.randomUUID().toString();
        Transport transport = transport(options.transport());
        WarmUp warmUp = new WarmUp(transport, options.rehearsal());
        if (options.rehearsesFirst() || !book.routes().routes().isEmpty()) {
            warmUp.finish();
        } else {
            board.onSwitch(warmUp::begin);
        }
        CertificateStore certificates =
                options.tlsListen().isEmpty() ? null : new CertificateStore(options.certificates());
        AccessLog accessLog = options.accessLog()
                .map(settings -> new AccessLog(settings, clock))
                .orElse(null);
        ProxyServer proxy = new ProxyServer(
                doors(options, certificates), transport, options.threads(), board, ledger, limits, accessLog);
        AdminServer admin;
        try {
            AdminApi api = new AdminApi(
                    bootId,
                    clock,
                    book,
                    ledger,
                    proxy::openConnections,
                    warmUp::requests,
                    certificates == null ? () -> CertificateStore.Report.NONE : certificates::report);
            admin = new AdminServer(options.admin(), token, api);
        } catch (Problem e) {
            stop(proxy, Duration.ZERO);
            throw e;
        }
        Edge edge = new Edge(home, proxy, admin, certificates, accessLog, options.drain());
        long pid = ProcessHandle.current().pid();
        home.announce(new EdgeHome.Announcement(
                pid,
                ProcessTree.startTicks(pid).orElse(0L),
                bootId,
                text(edge.address()),
                text(edge.adminAddress()),
                proxy.secureAddress() == null ? null : text(proxy.secureAddress())));
        LOG.info(
                "the edge listens on {} by {}, {} routes",
                text(edge.address()),
                transport,
                book.routes().routes().size());
        return edge;
    }

    private static Doors doors(EdgeOptions options, @Nullable CertificateStore certificates) {
        if (certificates == null) {
            return Doors.plain(options.listen());
        }
        return new Doors(options.listen(), new Doors.Secure(options.tlsListen().orElseThrow(), certificates));
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

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
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
        return admin.address();
    }

    /** Stops accepting, lets requests finish within the drain time, and ends. */
    public void close() {
        stop(proxy, drain);
        admin.close();
        if (certificates != null) {
            certificates.close();
        }
        if (accessLog != null) {
            accessLog.close();
        }
        home.close();
    }

    private static void stop(ProxyServer proxy, Duration grace) {
        try {
            proxy.drain(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
