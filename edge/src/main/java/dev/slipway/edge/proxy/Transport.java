package dev.slipway.edge.proxy;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** How the kernel is asked for bytes, the quickest first. */
public enum Transport {
    IO_URING(IoUringServerSocketChannel.class, IoUringSocketChannel.class),
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
    NIO(NioServerSocketChannel.class, NioSocketChannel.class);

    /** RFC 9293's ESTABLISHED as Linux numbers it in netinet/tcp.h; a pending FIN makes it CLOSE_WAIT. */
    private static final int TCP_ESTABLISHED = 1;

    private final Class<? extends ServerChannel> server;
    private final Class<? extends Channel> client;

    Transport(Class<? extends ServerChannel> server, Class<? extends Channel> client) {
        this.server = server;
        this.client = client;
    }

    /** The quickest that this machine and its kernel offer. */
    public static Transport best() {
        for (Transport transport : values()) {
            if (transport.isAvailable()) {
                return transport;
            }
        }
        return NIO;
    }

    public boolean isAvailable() {
        return switch (this) {
            case IO_URING -> IoUring.isAvailable();
            case EPOLL -> Epoll.isAvailable();
            case NIO -> true;
        };
    }

    /**
     * Asks the kernel whether the other end still has the connection open, at the price of a system call: the event that
     * tells may be on its way. Without a native transport there is no such question, and the answer is yes.
     */
    static boolean isOpenAtPeer(Channel channel) {
        return switch (channel) {
            case EpollSocketChannel epoll -> epoll.tcpInfo().state() == TCP_ESTABLISHED;
            case IoUringSocketChannel uring -> uring.tcpInfo().state() == TCP_ESTABLISHED;
            default -> true;
        };
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING -> IoUringIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    Class<? extends ServerChannel> serverChannel() {
        return server;
    }

    Class<? extends Channel> clientChannel() {
        return client;
    }
}
