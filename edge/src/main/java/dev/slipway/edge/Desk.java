package dev.slipway.edge;

import dev.slipway.edge.admin.AdminApi;
import dev.slipway.edge.admin.AdminServer;
import dev.slipway.edge.admin.AdminToken;
import dev.slipway.edge.handover.Estate;
import dev.slipway.edge.handover.HandoverDoor;
import dev.slipway.edge.proxy.ProxyServer;
import dev.slipway.kernel.process.ProcessTree;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All of an edge that another process may find: the hold on its home, the admin API, the door for the next edge, and the
 * file that tells of them. Apart from user traffic, so that it can be given up and taken up again while that flows.
 */
final class Desk {

    private final EdgeHome home;
    private final AdminServer admin;
    private final @Nullable HandoverDoor door;

    private Desk(EdgeHome home, AdminServer admin, @Nullable HandoverDoor door) {
        this.home = home;
        this.admin = admin;
        this.door = door;
    }

    /**
     * @param estate what the next edge may ask for afterwards
     * @param onCall when the next edge asks for the sockets
     */
    static Desk open(
            EdgeHome home,
            EdgeOptions options,
            AdminToken token,
            AdminApi api,
            ProxyServer proxy,
            Estate estate,
            Consumer<HandoverDoor.Caller> onCall) {
        AdminServer admin = new AdminServer(options.admin(), token, api);
        boolean canGive = !proxy.sockets().isEmpty() && HandoverDoor.isPossible(options.home());
        return new Desk(home, admin, canGive ? new HandoverDoor(options.home(), estate, onCall) : null);
    }

    void announce(String bootId, ProxyServer proxy) {
        long pid = ProcessHandle.current().pid();
        home.announce(new EdgeHome.Announcement(
                pid,
                ProcessTree.startTicks(pid).orElse(0L),
                bootId,
                text(proxy.address()),
                text(admin.address()),
                proxy.secureAddress() == null ? null : text(proxy.secureAddress())));
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** Gives up the admin API, then the home; the door stays, for somebody may stand in it. */
    void leave() {
        admin.close();
        home.close();
    }

    void close() {
        leave();
        closeDoor();
    }

    void closeDoor() {
        if (door != null) {
            door.close();
        }
    }
}
