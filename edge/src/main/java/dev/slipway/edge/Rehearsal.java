package dev.slipway.edge;

import dev.slipway.edge.http.Wire;
import dev.slipway.edge.proxy.Doors;
import dev.slipway.edge.proxy.Limits;
import dev.slipway.edge.proxy.ProxyServer;
import dev.slipway.edge.proxy.Transport;
import dev.slipway.edge.route.Instance;
import dev.slipway.edge.route.Pool;
import dev.slipway.edge.route.Route;
import dev.slipway.edge.traffic.Switchboard;
import dev.slipway.edge.traffic.TrafficLedger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests that nobody sent before it carries those of users.
 *
 * <p>A fresh JVM interprets: in its first second under load an edge serves a third of what it serves afterwards, and its
 * slowest requests take ten times as long. So, before the listening socket is taken, requests as browsers send them run
 * through a data path like the real one, between a client and an instance inside this process on loopback ports, with
 * counters of their own that are thrown away. What is hot is then compiled before the first user comes.
 */
final class Rehearsal {

    private static final int CLIENTS = 4;
    private static final int BATCH = 16;
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FINISH = Duration.ofSeconds(1);
    private static final byte[] RESPONSE = Wire.bytes("HTTP/1.1 200 OK\r\nServer: rehearsal\r\n"
            + "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
            + "Connection: keep-alive\r\n\r\nhere!");
    private static final byte LAST = '!';
    private static final String REQUEST = "GET /rehearsal?page=1 HTTP/1.1\r\nHost: rehearsal.localhost\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36\r\n"
            + "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.9\r\n"
            + "Accept-Encoding: gzip, deflate, br\r\nSec-Fetch-Mode: navigate\r\n"
            + "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark\r\n\r\n";

    private final Duration limit;
    private final AtomicLong served = new AtomicLong();
    private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();

    private Rehearsal(Duration limit) {
        this.limit = limit;
    }

    /**
     * Returns when the time is over and nothing of it is left.
     *
     * @return requests carried
     */
    static long run(Transport transport, Duration limit) throws InterruptedException {
        if (limit.isZero()) {
            return 0;
        }
        Rehearsal rehearsal = new Rehearsal(limit);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket instance = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> rehearsal.accept(instance, threads));
            try {
                rehearsal.play(transport, instance.getLocalPort());
            } finally {
                rehearsal.hangUp(instance);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rehearse on loopback", e);
        }
        return rehearsal.served.get();
    }

    private void play(Transport transport, int instancePort) throws InterruptedException {
        TrafficLedger ledger = new TrafficLedger();
        Switchboard board = new Switchboard(ledger);
        board.install(List.of(route(instancePort)));
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ProxyServer proxy = new ProxyServer(Doors.plain(anywhere), transport, 1, board, ledger, Limits.DEFAULT, null);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> send(proxy.address()));
            }
        } finally {
            proxy.drain(FINISH, false);
        }
    }

    private static Route route(int port) {
        Instance instance = new Instance("rehearsal", "127.0.0.1:" + port);
        Pool pool = new Pool("rehearsal", 1, List.of(instance));
        return new Route("rehearsal", 1, 1, List.of("*"), "/", List.of(pool), 0, null);
    }

    /** A loop that ends early may leave its side of a connection open; nobody waits for it. */
    private void hangUp(ServerSocket instance) throws IOException {
        instance.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    private void accept(ServerSocket instance, ExecutorService threads) {
        try {
            while (true) {
                Socket socket = instance.accept();
                socket.setSoTimeout((int) PATIENCE.toMillis());
                accepted.add(socket);
                threads.execute(() -> answer(socket));
            }
        } catch (SocketException closed) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("the rehearsal's instance cannot accept", e);
        }
    }

    /** The edge sends one request at a time on a connection, and each in one piece. */
    private static void answer(Socket socket) {
        byte[] head = new byte[4096];
        try (socket) {
            socket.setTcpNoDelay(true);
            for (int read = socket.getInputStream().read(head);
                    read > 0;
                    read = socket.getInputStream().read(head)) {
                socket.getOutputStream().write(RESPONSE);
            }
        } catch (SocketException | SocketTimeoutException over) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("the rehearsal's instance failed", e);
        }
    }

    private void send(InetSocketAddress edge) {
        byte[] batch = Wire.bytes(REQUEST.repeat(BATCH));
        long deadline = System.nanoTime() + limit.toNanos();
        try (Socket socket = new Socket(edge.getAddress(), edge.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            do {
                socket.getOutputStream().write(batch);
                await(socket.getInputStream());
                served.addAndGet(BATCH);
            } while (System.nanoTime() - deadline < 0);
        } catch (IOException e) {
            LOG.warn("the rehearsal broke off: {}", e.toString());
        }
    }

    /** Reads until the last byte of the last response has come; no head holds that byte. */
    private static void await(InputStream in) throws IOException {
        byte[] bytes = new byte[8192];
        int missing = BATCH;
        while (missing > 0) {
            int read = in.read(bytes);
            if (read < 0) {
                throw new IOException("the edge closed the connection");
            }
            for (int i = 0; i < read; i++) {
                missing -= bytes[i] == LAST ? 1 : 0;
            }
        }
    }
}
