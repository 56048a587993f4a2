package dev.slipway.observe.check;

import dev.slipway.observe.discovery.DnsQuestion;
import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.probe.Fact;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** Connections without a protocol of many words: TCP, TLS and what leads to it, SSH's greeting, DNS. */
record ConnectCheck(Dial dial) {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 200;

    Answer tcp(Check.Tcp check, Duration timeout) throws IOException {
        try (Socket socket = dial.tcp(check.host(), check.port(), timeout)) {
            return at(socket);
        }
    }

    private static Answer at(Socket socket) {
        return Answer.connected().with(Fact.IP, socket.getInetAddress().getHostAddress());
    }

    Answer ssh(Check.Ssh check, Duration timeout) throws IOException {
        try (Socket socket = dial.tcp(check.host(), check.port(), timeout)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < MOST_LINES; i++) {
                String line = line(in);
                if (line.startsWith("SSH-")) {
                    return at(socket).with(Fact.BODY, line);
                }
            }
            return at(socket).but("no SSH server greets there");
        }
    }

    Answer tls(Check.Tls check, Duration timeout) throws IOException {
        try (Socket plain = dial.tcp(check.host(), check.port(), timeout)) {
            preface(plain, check.preface());
            try (SSLSocket socket = dial.tls(plain, check.host(), check.verifies(), List.of())) {
                return at(plain).withCertificateEnd(Trust.end(socket.getSession()));
            }
        }
    }

    /** The words until TLS begins: RFC 3207 for SMTP, RFC 2595 for IMAP and POP3. */
    private static void preface(Socket socket, Check.Tls.Preface preface) throws IOException {
        InputStream in = socket.getInputStream();
        switch (preface) {
            case NONE -> {}
            case SMTP -> {
                smtp(in, "220");
                say(socket, "EHLO slipway");
                smtp(in, "250");
                say(socket, "STARTTLS");
                smtp(in, "220");
            }
            case IMAP -> {
                expect(line(in), "* OK");
                say(socket, "a STARTTLS");
                expect(line(in), "a OK");
            }
            case POP3 -> {
                expect(line(in), "+OK");
                say(socket, "STLS");
                expect(line(in), "+OK");
            }
        }
    }

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** An answer of SMTP may have several lines, of which all but the last have a hyphen after the code. */
    private static void smtp(InputStream in, String code) throws IOException {
        String line = line(in);
        for (int i = 0; i < MOST_LINES && line.startsWith(code + "-"); i++) {
            line = line(in);
        }
        expect(line, code);
    }

    private static void expect(String line, String start) throws IOException {
        if (!line.startsWith(start)) {
            throw new IOException("expected '" + start + "', the server said '" + line + "'");
        }
    }

    /** Byte by byte, since TLS begins right after the line. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() == LONGEST_LINE) {
                throw new IOException("the server ended the connection after '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    Answer dns(Check.Dns check) throws IOException {
        InetAddress server = dial.doors().first(check.server());
        DnsQuestion.Reply reply = new DnsQuestion(
                        new InetSocketAddress(server, check.port()),
                        check.name(),
                        DnsQuestion.Type.valueOf(check.type()))
                .ask();
        return Answer.connected()
                .with(Fact.IP, server.getHostAddress())
                .with(Fact.DNS_RCODE, reply.code())
                .with(Fact.BODY, String.join("\n", reply.records()));
    }
}
