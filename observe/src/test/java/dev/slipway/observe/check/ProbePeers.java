package dev.slipway.observe.check;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.observe.discovery.TinyDns;
import dev.slipway.testkit.TestCertificate;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A well peer of this machine for every kind of probe that asks over the network. */
public final class ProbePeers implements AutoCloseable {

    private static final String WEB_SOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final HttpServer http;
    private final HttpsServer https;
    private final Peer tcp = new Peer(_ -> {});
    private final Peer ssh = new Peer(socket -> Peer.say(socket, "SSH-2.0-OpenSSH_9.2\r\n"));
    private final Peer webSocket = new Peer(ProbePeers::upgrade);
    private final Peer mail;
    private final TinyDns dns = new TinyDns();
    private final Server grpc;

    public ProbePeers() throws IOException, GeneralSecurityException {
        SSLContext context = TestCertificate.forLocalhost().context();
        http = begin(HttpServer.create(anyPort(), 0), ProbePeers::well);
        https = HttpsServer.create(anyPort(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        begin(https, ProbePeers::well);
        mail = new Peer(socket -> secure(socket, context));
        grpc = OkHttpServerBuilder.forPort(anyPort(), InsecureServerCredentials.create())
                .addService(new HealthStatusManager().getHealthService())
                .build()
                .start();
    }

    static HttpServer begin(HttpServer server, HttpHandler handler) {
        server.createContext("/", handler);
        server.start();
        return server;
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void well(HttpExchange exchange) throws IOException {
        byte[] text = "{\"status\":\"UP\",\"items\":[{\"id\":7}]}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("X-Shop", "open");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    /** The words of SMTP up to TLS, and its handshake. */
    static void secure(Socket socket, SSLContext context) throws IOException {
        Peer.say(socket, "220 mail\r\n");
        expect(Peer.hear(socket, "\r\n"), "EHLO");
        Peer.say(socket, "250-mail\r\n250 STARTTLS\r\n");
        expect(Peer.hear(socket, "\r\n"), "STARTTLS");
        Peer.say(socket, "220 go\r\n");
        try (SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true)) {
            secure.startHandshake();
        }
    }

    private static void expect(String heard, String word) throws IOException {
        if (!heard.startsWith(word)) {
            throw new IOException(heard + " is not " + word);
        }
    }

    private static void upgrade(Socket socket) throws IOException {
        upgraded(socket, Peer.hear(socket, "\r\n\r\n"));
    }

    /** Answers this request for a web socket (RFC 6455, 4.2.2). */
    static void upgraded(Socket socket, String request) throws IOException {
        String key = request.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        Peer.say(socket, "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
    }

    private static String accept(String key) throws IOException {
        try {
            byte[] text = (key + WEB_SOCKET).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    public int http() {
        return http.getAddress().getPort();
    }

    public int https() {
        return https.getAddress().getPort();
    }

    public int tcp() {
        return tcp.port();
    }

    public int ssh() {
        return ssh.port();
    }

    public int webSocket() {
        return webSocket.port();
    }

    /** Speaks SMTP with STARTTLS. */
    public int mail() {
        return mail.port();
    }

    public int dns() {
        return dns.address().getPort();
    }

    public int grpc() {
        return grpc.getPort();
    }

    /** Whether this account may send an echo request. */
    public static boolean canPing() throws InterruptedException {
        try {
            Process ping = new ProcessBuilder("ping", "-c", "1", "127.0.0.1")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return ping.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        grpc.shutdownNow();
        dns.close();
        mail.close();
        webSocket.close();
        ssh.close();
        tcp.close();
        https.stop(0);
        http.stop(0);
    }
}
