package dev.slipway.observe.check;

import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.probe.Fact;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** One call of gRPC's health protocol (grpc.health.v1.Health/Check). */
record GrpcCheck(Dial dial) {

    private static final List<String> WORDS = List.of("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN");
    private static final String METHOD = "/grpc.health.v1.Health/Check";
    private static final int STATUS_FIELD = 0x08;
    private static final int SERVICE_FIELD = 0x0a;

    Answer ask(Check.Grpc check, Duration timeout) throws IOException {
        try (Socket plain = dial.tcp(check.host(), check.port(), timeout)) {
            String ip = plain.getInetAddress().getHostAddress();
            if (!check.tls()) {
                return call(check, plain).with(Fact.IP, ip);
            }
            try (SSLSocket socket = dial.tls(plain, check.host(), check.verifies(), List.of("h2"))) {
                return call(check, socket).with(Fact.IP, ip).withCertificateEnd(Trust.end(socket.getSession()));
            }
        }
    }

    private static Answer call(Check.Grpc check, Socket socket) throws IOException {
        String authority = check.host() + ":" + check.port();
        Http2Call call = new Http2Call(socket, check.tls() ? "https" : "http", authority);
        Optional<byte[]> message = call.send(METHOD, request(check.service()));
        if (message.isEmpty()) {
            return Answer.connected()
                    .but("the server has no health service, or does not know '" + check.service() + "'");
        }
        String word = word(message.get());
        Answer answer = Answer.connected().with(Fact.BODY, "{\"status\":\"" + word + "\"}");
        return word.equals("SERVING") ? answer : answer.but("the service says " + word);
    }

    /** HealthCheckRequest with its one field, the service's name. */
    private static byte[] request(String service) throws IOException {
        byte[] name = service.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (name.length > 0x7f) {
            throw new IOException("the service's name is too long");
        }
        byte[] message = new byte[name.length == 0 ? 0 : name.length + 2];
        if (name.length > 0) {
            message[0] = SERVICE_FIELD;
            message[1] = (byte) name.length;
            System.arraycopy(name, 0, message, 2, name.length);
        }
        return message;
    }

    /** HealthCheckResponse has one field, an enumeration; absent means its zero value. */
    private static String word(byte[] message) throws IOException {
        if (message.length == 0) {
            return WORDS.getFirst();
        }
        if (message.length < 2 || message[0] != STATUS_FIELD || message[1] < 0 || message[1] >= WORDS.size()) {
            throw new IOException("the server answered with something else than a health status");
        }
        return WORDS.get(message[1]);
    }
}
