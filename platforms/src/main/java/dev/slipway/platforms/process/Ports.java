package dev.slipway.platforms.process;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports for instances: free when asked, and never given to two instances at a time. */
final class Ports {

    private final int first;
    private final int last;
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    Ports(int first, int last) {
        this.first = first;
        this.last = last;
    }

    /** A port that nothing listens on; it is the caller's until given back. */
    int take() {
        int count = last - first + 1;
        int offset = ThreadLocalRandom.current().nextInt(count);
        for (int i = 0; i < count; i++) {
            int port = first + (offset + i) % count;
            if (taken.add(port)) {
                if (free(port)) {
                    return port;
                }
                taken.remove(port);
            }
        }
        throw Problem.of(
                Problem.Kind.UNAVAILABLE,
                "no-free-port",
                "no port from " + first + " to " + last + " is free",
                "stop what listens there, or give the platform another range");
    }

    /** Claims the port of an instance that runs already. */
    void claim(int port) {
        taken.add(port);
    }

    void giveBack(int port) {
        taken.remove(port);
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
