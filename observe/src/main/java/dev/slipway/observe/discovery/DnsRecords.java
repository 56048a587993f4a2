package dev.slipway.observe.discovery;

import dev.slipway.kernel.Problem;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks the DNS itself, past the system's host files, as service discovery wants SRV records too, which Java's own
 * resolver does not give.
 *
 * @param servers tried in turn
 */
public record DnsRecords(List<InetSocketAddress> servers) {

    private static final Path SYSTEM = Path.of("/etc/resolv.conf");
    private static final int PATIENCE_MILLIS = 2000;
    private static final int TRIES = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    public DnsRecords {
        servers = List.copyOf(servers);
    }

    /** The name servers of the system. */
    public static DnsRecords system() throws IOException {
        List<InetSocketAddress> servers = new ArrayList<>();
        if (Files.isReadable(SYSTEM)) {
            for (String line : Files.readAllLines(SYSTEM)) {
                String[] words = line.strip().split("\\s+");
                if (words.length >= 2 && words[0].equals("nameserver")) {
                    servers.add(new InetSocketAddress(words[1], 53));
                }
            }
        }
        return new DnsRecords(servers);
    }

    /** The groups of targets that the names stand for; a name that does not exist stands for none. */
    List<TargetGroup> groups(Discovery.Dns discovery) {
        List<TargetGroup> groups = new ArrayList<>();
        for (String name : discovery.names()) {
            for (DnsMessage.Answer found : lookup(name, DnsMessage.number(discovery.type()))) {
                groups.add(group(name, found, discovery));
            }
        }
        return groups;
    }

    private static TargetGroup group(String name, DnsMessage.Answer found, Discovery.Dns discovery) {
        Map<String, String> labels = Map.of("__meta_dns_name", name);
        return switch (discovery.type()) {
            case A -> new TargetGroup(List.of(found.target() + ":" + discovery.port()), labels);
            case AAAA -> new TargetGroup(List.of("[" + found.target() + "]:" + discovery.port()), labels);
            case SRV ->
                new TargetGroup(List.of(found.target().replaceFirst("\\.$", "") + ":" + found.port()), labels)
                        .with("__meta_dns_srv_record_target", found.target())
                        .with("__meta_dns_srv_record_port", Integer.toString(found.port()));
        };
    }

    private List<DnsMessage.Answer> lookup(String name, int type) {
        String reason = "no name server is known";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (InetSocketAddress server : servers) {
                try {
                    return known(ask(server, name, type));
                } catch (IOException | IllegalArgumentException e) {
                    reason = server + ": " + e.getMessage();
                }
            }
        }
        throw Problem.of(
                Problem.Kind.UNAVAILABLE,
                "dns-failed",
                "the DNS says nothing about '" + name + "': " + reason,
                "check the name and the name servers; the targets found before stay in force");
    }

    private static List<DnsMessage.Answer> known(DnsMessage.Reply reply) throws IOException {
        if (!reply.isKnown()) {
            throw new IOException("the server answered with code " + reply.code());
        }
        return reply.answers();
    }

    static DnsMessage.Reply ask(InetSocketAddress server, String name, int type) throws IOException {
        int id = RANDOM.nextInt(1 << 16);
        byte[] question = DnsMessage.question(id, name, type);
        DnsMessage.Reply reply = DnsMessage.reply(overUdp(server, question), id, type);
        return reply.truncated() ? DnsMessage.reply(overTcp(server, question), id, type) : reply;
    }

    private static byte[] overUdp(InetSocketAddress server, byte[] question) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server);
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer within " + PATIENCE_MILLIS + " ms", e);
        }
    }

    private static byte[] overTcp(InetSocketAddress server, byte[] question) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(question.length);
            out.write(question);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return answer;
        }
    }
}
