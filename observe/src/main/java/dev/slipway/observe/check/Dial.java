package dev.slipway.observe.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens connections, to addresses that were judged. */
record Dial(Doors doors, Trust trust) {

    /** Tries the host's addresses one after the other. */
    Socket tcp(String host, int port, Duration timeout) throws IOException {
        IOException last = new ConnectException(host + " has no address");
        for (InetAddress address : doors.resolve(host)) {
            Socket socket = new Socket();
            try {
                socket.setSoTimeout((int) timeout.toMillis());
                socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /**
     * Begins TLS on an open connection.
     *
     * @param protocols that are offered (ALPN)
     */
    SSLSocket tls(Socket plain, String host, boolean verifies, List<String> protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) trust.context(verifies).getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        try {
            SSLParameters parameters = socket.getSSLParameters();
            if (verifies) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            parameters.setApplicationProtocols(protocols.toArray(String[]::new));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
