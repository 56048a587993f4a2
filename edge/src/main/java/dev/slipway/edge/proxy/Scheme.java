package dev.slipway.edge.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.Locale;

/** How a client's bytes come. */
enum Scheme {
    HTTP,
    HTTPS;

    static Scheme of(Channel connection) {
        return connection.pipeline().get(SslHandler.class) == null ? HTTP : HTTPS;
    }

    /** As it stands in a URL. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
