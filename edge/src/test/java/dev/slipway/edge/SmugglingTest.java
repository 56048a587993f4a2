package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.edge.proxy.Limits;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that two readers may understand in two ways, after J. Kettle's "HTTP Desync Attacks" and its successors: each
 * is refused and never reaches an instance, or reaches it in exactly one form.
 */
class SmugglingTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path home;

    private RunningEdge edge;
    private ScriptedInstance instance;

    @BeforeEach
    void open() throws Exception {
        edge = new RunningEdge(home, Limits.DEFAULT);
        instance = new ScriptedInstance((head, in, out) -> {
            byte[] body = head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")
                    ? Chunks.read(in)
                    : in.readNBytes(Math.toIntExact(Chunks.length(head)));
            ScriptedInstance.ok(out, "got " + new String(body, java.nio.charset.StandardCharsets.ISO_8859_1));
            return true;
        });
        edge.route(1, 0, "r-1 1 " + instance.port());
    }

    @AfterEach
    void close() throws Exception {
        edge.close();
        instance.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("CL.TE", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + SMUGGLED),
                refused(
                        "TE.CL",
                        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
                        "5c\r\n" + SMUGGLED + "0\r\n\r\n"),
                refused("TE.TE twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
                refused(
                        "TE.TE same twice",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                        "0\r\n\r\n"),
                refused("TE list", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                refused("TE quoted", "Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"),
                refused("TE prefixed", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                refused("TE with a parameter", "Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"),
                refused("TE empty", "Transfer-Encoding:\r\nContent-Length: 3\r\n", "abc"),
                refused("TE behind a vertical tab", "Transfer-Encoding: \u000bchunked\r\n", "0\r\n\r\n"),
                refused("TE with a space before the colon", "Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
                refused("TE folded", "Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
                refused("TE behind a bare LF", "A: b\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                refused("TE behind a bare CR", "A: b\rTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                refused("TE behind a tab", "Transfer-Encoding:\tchunked\r\n", "0\r\n\r\n"),
                refused("TE before a tab", "Transfer-Encoding: chunked\t\r\n", "0\r\n\r\n"),
                refused("CL behind a tab", "Content-Length:\t3\r\n", "abc"),
                refused("a blank behind a chunk's size", "Transfer-Encoding: chunked\r\n", "3 \r\nabc\r\n0\r\n\r\n"),
                refused("CL twice, the same", "Content-Length: 3\r\nContent-Length: 3\r\n", "abc"),
                refused("CL twice, another", "Content-Length: 3\r\nContent-Length: 0\r\n", "abc"),
                refused("CL as a list", "Content-Length: 3, 3\r\n", "abc"),
                refused("CL with a plus", "Content-Length: +3\r\n", "abc"),
                refused("CL with a minus", "Content-Length: -3\r\n", "abc"),
                refused("CL in hexadecimal", "Content-Length: 0x3\r\n", "abc"),
                refused("CL with a space inside", "Content-Length: 3 0\r\n", "abc"),
                refused("CL empty", "Content-Length:\r\n", ""),
                refused("CL beyond a long", "Content-Length: 99999999999999999999\r\n", "abc"),
                refused("CL folded", "Content-Length:\r\n 3\r\n", "abc"),
                refused("a NUL in a value", "A: b\0c\r\n", ""),
                refused("a field without a name", ": b\r\n", ""),
                refused("a field without a colon", "Abc\r\n", ""),
                refused("a space before the first field", " A: b\r\n", ""),
                refused("chunk size with a sign", "Transfer-Encoding: chunked\r\n", "+1\r\na\r\n0\r\n\r\n"),
                refused("chunk size in 0x", "Transfer-Encoding: chunked\r\n", "0x1\r\na\r\n0\r\n\r\n"),
                refused("chunk size with a space before it", "Transfer-Encoding: chunked\r\n", " 1\r\na\r\n0\r\n\r\n"),
                refused("chunk size that is empty", "Transfer-Encoding: chunked\r\n", "\r\na\r\n0\r\n\r\n"),
                refused("chunk size beyond a long", "Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\na\r\n"),
                refused("chunk line that ends in LF", "Transfer-Encoding: chunked\r\n", "1\na\r\n0\r\n\r\n"),
                refused("chunk longer than it says", "Transfer-Encoding: chunked\r\n", "1\r\nab\r\n0\r\n\r\n"),
                refused("trailer line of blanks", "Transfer-Encoding: chunked\r\n", "0\r\n \r\n"),
                refused("trailer line that is no field", "Transfer-Encoding: chunked\r\n", "0\r\n+\r\n"),
                refused(
                        "chunk extension with a bare LF",
                        "Transfer-Encoding: chunked\r\n",
                        "1;a\nb\r\na\r\n0\r\n\r\n"));
    }

    private static Arguments refused(String name, String fields, String body) {
        return Arguments.of(name, "POST /first HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void ambiguousMessage_isRefusedAndEndsTheConnection(String name, String request) throws Exception {
        String answer = edge.raw(request + SMUGGLED);

        assertThat(answer.split("HTTP/1\\.1 \\d", -1)).as("one answer").hasSize(2);
        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|501|502) .*");
        assertThat(instance.heads()).as("whole requests that arrived").noneMatch(head -> head.contains("smuggled"));
        assertThat(answer).doesNotContain("got ");
    }

    @Test
    void chunkExtensionsAndTrailers_passAsTheyCame() throws Exception {
        String answer = edge.raw("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "3;name=\"value\"\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("got abcde and X-Trailer: t");
        assertThat(instance.heads()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void oversizedHead_isRefusedByItsKind(String request, int status) throws Exception {
        assertThat(edge.raw(request)).startsWith("HTTP/1.1 " + status).contains("X-Slipway-Edge: bad-request");
        assertThat(instance.heads()).isEmpty();
    }

    static Stream<Arguments> tooLong() {
        String long20k = "a".repeat(20_000);
        return Stream.of(
                Arguments.of("GET /" + long20k + " HTTP/1.1\r\nHost: x\r\n\r\n", 414),
                Arguments.of("GET /" + "a".repeat(40_000), 414),
                Arguments.of("GET / HTTP/1.1\r\nHost: x\r\nA: " + long20k + "\r\nB: " + long20k + "\r\n\r\n", 431),
                Arguments.of("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(200) + "\r\n", 431));
    }

    @Test
    void headInManyPieces_isReadAsOne() throws Exception {
        String request = "GET /pieces HTTP/1.1\r\nHost: x\r\nConnection: close\r\nA: b\r\n\r\n";

        String answer =
                edge.pieces(request.chars().mapToObj(Character::toString).toList());

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(instance.heads()).singleElement().asString().startsWith("GET /pieces HTTP/1.1\r\n");
    }

    @Test
    void absoluteTarget_winsOverTheHostField() throws Exception {
        String answer =
                edge.raw("GET http://shop.example/a?b HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        String head = instance.heads().getFirst();
        assertThat(head).startsWith("GET /a?b HTTP/1.1\r\n").doesNotContain("evil.example");
        assertThat(head.lines().map(line -> line.toLowerCase(java.util.Locale.ROOT)))
                .filteredOn(line -> line.startsWith("host:"))
                .containsExactly("host: shop.example");
    }

    @ParameterizedTest
    @MethodSource("badTargets")
    void targetThatIsNoPlace_isRefused(String line) throws Exception {
        String host = line.contains("Host") ? "" : "\r\nHost: x";
        assertThat(edge.raw(line + host + "\r\n\r\n")).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
        assertThat(instance.heads()).isEmpty();
    }

    static Stream<String> badTargets() {
        return Stream.of(
                "GET example.com HTTP/1.1",
                "GET http:///a HTTP/1.1",
                "GET http://a@b/ HTTP/1.1",
                "GET ftp://a/ HTTP/1.1",
                "GET * HTTP/1.1",
                "CONNECT example.com:443 HTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET /a\u0080 HTTP/1.1",
                "GET / HTTP/1.1\r\nHost: a b",
                "GET / HTTP/1.1\r\nHost: a,b",
                "GET / HTTP/1.1\r\nHost: :80",
                "GET / HTTP/1.1\r\nHost: a:b",
                "GET / HTTP/1.1\r\nHost: [::1",
                "GET\t/ HTTP/1.1",
                "GET / HTTP/1.1 ",
                " GET / HTTP/1.1");
    }
}
