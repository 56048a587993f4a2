package dev.slipway.observe.discovery;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Questions and answers of the DNS as bytes (RFC 1035; SRV: RFC 2782; AAAA: RFC 3596). */
final class DnsMessage {

    static final int SRV = 33;

    private static final int NS = 2;
    private static final int CNAME = 5;
    private static final int PTR = 12;
    private static final int MX = 15;
    private static final int TXT = 16;

    private static final int NO_SUCH_NAME = 3;
    private static final int INTERNET = 1;
    private static final int MOST_JUMPS = 64;

    private DnsMessage() {}

    /**
     * One record.
     *
     * @param target an address, or the name that an SRV record points to
     * @param port of an SRV record, else 0
     */
    record Answer(String target, int port) {}

    /**
     * What came back.
     *
     * @param truncated true when the same must be asked over TCP
     * @param code RCODE, 0 for well
     */
    record Reply(List<Answer> answers, boolean truncated, int code) {

        /** True when the server knows whether there is such a name. */
        boolean isKnown() {
            return code == 0 || code == NO_SUCH_NAME;
        }
    }

    static int number(Discovery.Dns.RecordType type) {
        return switch (type) {
            case A -> 1;
            case AAAA -> 28;
            case SRV -> SRV;
        };
    }

    static byte[] question(int id, String name, int type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int word : new int[] {id, 0x0100, 1, 0, 0, 0}) {
            word(out, word);
        }
        for (String label : name.replaceFirst("\\.$", "").split("\\.")) {
            byte[] bytes = ascii(label).getBytes(StandardCharsets.US_ASCII);
            if (bytes.length == 0 || bytes.length > 63) {
                throw new IllegalArgumentException("'" + name + "' is no name of the DNS");
            }
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.write(0);
        word(out, type);
        word(out, INTERNET);
        return out.toByteArray();
    }

    /** Underscores are allowed in service names, which IDN's strict rules would refuse. */
    private static String ascii(String label) {
        return label.chars().allMatch(c -> c < 128) ? label : IDN.toASCII(label);
    }

    private static void word(ByteArrayOutputStream out, int word) {
        out.write(word >>> 8);
        out.write(word);
    }

    /**
     * @throws IllegalArgumentException when the bytes are no answer to the question
     */
    static Reply reply(byte[] bytes, int id, int type) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int answered = in.getShort() & 0xffff;
            int flags = in.getShort() & 0xffff;
            int code = flags & 0xf;
            if (answered != id || (flags & 0x8000) == 0) {
                throw new IllegalArgumentException("the server answered another question");
            }
            int questions = in.getShort();
            int answers = in.getShort();
            in.getInt();
            for (int i = 0; i < questions; i++) {
                name(in);
                in.getInt();
            }
            return new Reply(answers(in, answers, type), (flags & 0x0200) != 0, code);
        } catch (BufferUnderflowException | UnknownHostException e) {
            throw new IllegalArgumentException("the answer is cut short", e);
        }
    }

    private static List<Answer> answers(ByteBuffer in, int count, int type) throws UnknownHostException {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            name(in);
            int kind = in.getShort() & 0xffff;
            in.getShort();
            in.getInt();
            int length = in.getShort() & 0xffff;
            int end = in.position() + length;
            if (kind == type) {
                answers.add(answer(in, kind, length));
            }
            if (end > in.limit()) {
                throw new BufferUnderflowException();
            }
            in.position(end);
        }
        return answers;
    }

    private static Answer answer(ByteBuffer in, int kind, int length) throws UnknownHostException {
        return switch (kind) {
            case SRV -> {
                in.getInt();
                int port = in.getShort() & 0xffff;
                yield new Answer(name(in), port);
            }
            case CNAME, NS, PTR -> new Answer(name(in), 0);
            case MX -> {
                in.getShort();
                yield new Answer(name(in), 0);
            }
            case TXT -> new Answer(text(in, length), 0);
            default -> {
                byte[] address = new byte[length];
                in.get(address);
                yield new Answer(InetAddress.getByAddress(address).getHostAddress(), 0);
            }
        };
    }

    /** The strings of a TXT record, joined as their readers do (RFC 7208, 3.3). */
    private static String text(ByteBuffer in, int length) {
        int end = in.position() + length;
        StringBuilder text = new StringBuilder();
        while (in.position() < end) {
            byte[] part = new byte[in.get() & 0xff];
            in.get(part);
            text.append(new String(part, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /** A name, following the pointers that shorten it; only so many of them, since they may form a circle. */
    private static String name(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        ByteBuffer at = in;
        int jumps = 0;
        for (int length = at.get() & 0xff; length != 0; length = at.get() & 0xff) {
            if (length >= 0xc0) {
                int target = ((length & 0x3f) << 8) | (at.get() & 0xff);
                if (++jumps > MOST_JUMPS || target >= in.limit()) {
                    throw new BufferUnderflowException();
                }
                at = in.duplicate().position(target);
            } else {
                byte[] label = new byte[length];
                at.get(label);
                name.append(new String(label, StandardCharsets.US_ASCII)).append('.');
            }
        }
        return name.toString();
    }
}
