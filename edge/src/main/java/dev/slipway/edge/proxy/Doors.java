package dev.slipway.edge.proxy;

import io.netty.handler.ssl.SslContext;
import io.netty.util.Mapping;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where clients come in.
 *
 * @param plain for HTTP
 * @param secure for HTTPS; null for none
 * @param inherited descriptors of sockets that listen there already, in the same order; empty for new ones
 */
public record Doors(InetSocketAddress plain, @Nullable Secure secure, List<Integer> inherited) {

    /** HTTP alone. */
    public static Doors plain(InetSocketAddress address) {
        return new Doors(address, null, List.of());
    }

    /**
     * @param certificates by the name that the client asks for in its first message; throws when there is none
     */
    public record Secure(InetSocketAddress address, Mapping<String, SslContext> certificates) {}
}
