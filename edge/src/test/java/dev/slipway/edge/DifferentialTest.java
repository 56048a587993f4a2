package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares how messages are cut into requests with nginx and HAProxy: each byte that has ever confused a parser is put at
 * each place of a few requests, with another request behind. What the edge takes, both of them must take, and cut at the
 * same places; a reading that one of them does not share would be a door for smuggling. The edge may refuse more.
 */
@Tag("slow")
class DifferentialTest {

    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    /** So that nobody waits for a body that a message only seems to have. */
    private static final String PADDING = "x".repeat(200) + "\r\n\r\n";

    private static final List<String> BASES = List.of(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;e=f\r\na\r\n0\r\nT: u\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    private static final List<String> INSERTED = List.of(
            " ", "\t", "\n", "\r", "\0", "\u000b", "\u0080", "+", "-", ",", ";", "\"", ":", "0", "x", "\r\n", "\r\n ");
    private static final Pattern CHUNKED = Pattern.compile("(?im)^Transfer-Encoding:[ \\t]*chunked");
    private static final Pattern GOT = Pattern.compile("(?i)X-Got: (\\S+) (\\S+)");

    /** nginx knows methods in capitals alone; what it refuses for that says nothing of where requests end. */
    private static final Pattern METHOD_OF_NGINX = Pattern.compile("[A-Z_-]+");

    @TempDir
    Path home;

    @Test
    void whatTheEdgeTakes_isCutTheSameByItsPeers() throws Exception {
        assumeThat(List.of(Peer.NGINX, Peer.HAPROXY))
                .as("nginx and haproxy are installed, see .ci/run")
                .allMatch(java.nio.file.Files::isExecutable);
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance instance = new ScriptedInstance(DifferentialTest::tellWhatCame);
                Peer nginx = Peer.nginx(home, instance.port());
                Peer haproxy = Peer.haproxy(home, instance.port())) {
            edge.route(1, 0, "r-1 1 " + instance.port());
            for (int port : List.of(edge.port(), nginx.port(), haproxy.port())) {
                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() -> got(port, BASES.getFirst() + NEXT).size() == 2);
            }
            int taken = 0;
            for (String message : messages()) {
                List<Got> mine = got(edge.port(), message);
                if (!mine.isEmpty()) {
                    taken++;
                    assertThat(got(haproxy.port(), message))
                            .as("HAProxy: %s", message)
                            .startsWith(mine.toArray(Got[]::new));
                    assertThat(got(nginx.port(), message))
                            .as("nginx: %s", message)
                            .startsWith(knownToNginx(mine).toArray(Got[]::new));
                }
            }
            assertThat(taken).as("messages that the edge takes").isGreaterThan(100);
        }
    }

    private static boolean tellWhatCame(String head, InputStream in, java.io.OutputStream out) throws IOException {
        int length = CHUNKED.matcher(head).find()
                ? withoutTrailer(Chunks.read(in)).length()
                : in.readNBytes(Math.toIntExact(Chunks.length(head))).length;
        String[] words = head.split(" ");
        ScriptedInstance.send(
                out,
                "HTTP/1.1 200 OK\r\nX-Got: " + words[0] + " " + words[1] + "=" + length
                        + "\r\nContent-Length: 0\r\n\r\n");
        return true;
    }

    /** nginx does not pass trailers on. */
    private static String withoutTrailer(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).split(" and ", 2)[0];
    }

    private static List<Got> knownToNginx(List<Got> mine) {
        return mine.stream()
                .takeWhile(got -> METHOD_OF_NGINX.matcher(got.method()).matches())
                .toList();
    }

    private static List<String> messages() {
        List<String> messages = new ArrayList<>();
        for (String base : BASES) {
            for (int at = 0; at <= base.length(); at++) {
                for (String inserted : INSERTED) {
                    messages.add(base.substring(0, at) + inserted + base.substring(at) + NEXT);
                }
            }
        }
        return messages;
    }

    /** The requests that reached the instance, as it answered for them. */
    private static List<Got> got(int port, String message) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(30_000);
            ScriptedInstance.send(client.getOutputStream(), message + PADDING);
            return GOT.matcher(answer(client))
                    .results()
                    .map(found -> new Got(found.group(1), found.group(2)))
                    .toList();
        }
    }

    /** All that comes until the end, which may be a reset behind the answers: what has come before it counts. */
    private static String answer(Socket client) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            client.getInputStream().transferTo(read);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * A request as the instance understood it.
     *
     * @param what its target and the length of its body
     */
    private record Got(String method, String what) {}
}
