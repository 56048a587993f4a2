package dev.slipway.observe.discovery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name server that gives the same answer for every name, by the type that is asked for. */
public final class TinyDns implements AutoCloseable {

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    /** Listens on a free port of this machine. */
    public TinyDns() throws SocketException {
        Thread.ofVirtual().start(this::serve);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                packet.setLength(512);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static byte[] answer(byte[] question) throws IOException {
        int type = question[question.length - 3];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(question);
        byte[] data = data(type);
        out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, (byte) type, 0, 1, 0, 0, 0, 60, 0, (byte) data.length});
        out.writeBytes(data);
        byte[] answer = out.toByteArray();
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x80;
        answer[7] = 1;
        return answer;
    }

    private static byte[] data(int type) throws IOException {
        if (type == 1) {
            return new byte[] {(byte) 192, 0, 2, 7};
        } else if (type == 28) {
            return InetAddress.getByName("2001:db8::7").getAddress();
        }
        ByteArrayOutputStream srv = new ByteArrayOutputStream();
        srv.writeBytes(new byte[] {0, 1, 0, 1, 0x1f, (byte) 0x90});
        for (String label : new String[] {"node", "shop", "test"}) {
            srv.write(label.length());
            srv.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        srv.write(0);
        return srv.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
