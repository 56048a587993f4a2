package dev.slipway.observe.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * One question to one name server, for whoever wants to know how that server answers.
 *
 * @param type of the records
 */
public record DnsQuestion(InetSocketAddress server, String name, Type type) {

    private static final List<String> CODES =
            List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

    /** The types that can be asked for, with their numbers in the protocol. */
    public enum Type {
        A(1),
        NS(2),
        CNAME(5),
        PTR(12),
        MX(15),
        TXT(16),
        AAAA(28),
        SRV(33);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /**
     * What came back.
     *
     * @param code such as NOERROR
     * @param records addresses, names or texts
     */
    public record Reply(String code, List<String> records) {
        public Reply {
            records = List.copyOf(records);
        }
    }

    /** Asks over UDP, and over TCP what does not fit. */
    public Reply ask() throws IOException {
        try {
            DnsMessage.Reply reply = DnsRecords.ask(server, name, type.number);
            String code = reply.code() < CODES.size()
                    ? CODES.get(reply.code())
                    : String.format(Locale.ROOT, "RCODE%d", reply.code());
            return new Reply(
                    code,
                    reply.answers().stream().map(DnsMessage.Answer::target).toList());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
