package dev.slipway.edge.proxy;

import io.netty.handler.ssl.SslContext;
import io.netty.util.Mapping;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where clients come in.
 *
 * @param plain for HTTP
 * @param secure for HTTPS; null for none
 */
public record Doors(InetSocketAddress plain, @Nullable Secure secure) {

    /** HTTP alone. */
    public static Doors plain(InetSocketAddress address) {
        return new Doors(address, null);
    }

    /**
     * @param certificates by the name that the client asks for in its first message; throws when there is none
     */
    public record Secure(InetSocketAddress address, Mapping<String, SslContext> certificates) {}
}
