package dev.slipway.edge.handover;

import dev.slipway.kernel.Problem;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the listening sockets from the edge that runs in a home. */
public final class Takeover implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<FileDescriptor> received = new LinkedBlockingQueue<>();
    private final Path home;
    private final Channel channel;
    private boolean confirmed;

    private Takeover(Path home) {
        this.home = home;
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(EpollDomainSocketChannel.class)
                .option(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
                .handler(new Receiver())
                .connect(new DomainSocketAddress(HandoverDoor.socket(home).toFile()))
                .awaitUninterruptibly();
        if (connected.cause() != null) {
            close(connected.channel());
            LOG.debug("no edge answers", connected.cause());
            throw nobody(home);
        }
        this.channel = connected.channel();
    }

    /**
     * Asks; the edge there then gives up its home and its admin API, and goes on serving.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code no-handover}, when no edge is there that could give its sockets
     */
    public static Takeover from(Path home) {
        if (!HandoverDoor.isPossible(home) || Files.notExists(HandoverDoor.socket(home))) {
            throw nobody(home);
        }
        return new Takeover(home);
    }

    private static Problem nobody(Path home) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "no-handover",
                "no edge in " + home + " can hand over its sockets",
                "start without --take-over; an edge hands over on Linux, with a home whose path has less than 90 bytes");
    }

    /** The sockets' descriptors in the order in which they were given. */
    public List<Integer> sockets(int count) {
        List<Integer> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                FileDescriptor next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (next == null) {
                    throw nobody(home);
                }
                sockets.add(next.intValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw nobody(home);
        }
        return sockets;
    }

    /** Traffic is carried here now: the other edge may stop accepting, and does as it is told until it has ended. */
    public Predecessor confirm() {
        channel.config().setOption(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.BYTES);
        channel.pipeline().remove(Receiver.class);
        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1})).syncUninterruptibly();
        confirmed = true;
        return new Predecessor(channel, loop);
    }

    /** Without a confirmation before, the other edge goes on as if nothing had happened. */
    @Override
    public void close() {
        if (!confirmed) {
            close(channel);
        }
    }

    private void close(Channel open) {
        open.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Receiver extends SimpleChannelInboundHandler<FileDescriptor> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FileDescriptor socket) {
            received.add(socket);
        }
    }
}
