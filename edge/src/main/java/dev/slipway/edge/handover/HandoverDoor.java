package dev.slipway.edge.handover;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the next edge asks for the sockets: a Unix socket in a folder that only this user may enter. It opens for one
 * caller; the file is gone before that caller hears anything, so that the next edge can put its own in that place.
 */
public final class HandoverDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandoverDoor.class);
    private static final String FOLDER = "handover";
    private static final String SOCKET = "socket";

    /** The kernel takes 108 bytes with the one that ends them (unix(7)). */
    private static final int MAX_PATH = 107;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final AtomicBoolean called = new AtomicBoolean();
    private final Estate estate;
    private final Consumer<Caller> onCall;
    private final Channel listener;

    /**
     * @param home of the edge
     * @param estate for the caller, once it has the sockets
     * @param onCall runs on a thread of its own
     */
    public HandoverDoor(Path home, Estate estate, Consumer<Caller> onCall) {
        this.estate = estate;
        this.onCall = onCall;
        Path socket = socket(home);
        try {
            Files.createDirectories(
                    socket.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + socket.getParent(), e);
        }
        this.listener = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(new Reception())
                .bind(new DomainSocketAddress(socket.toFile()))
                .syncUninterruptibly()
                .channel();
    }

    /** Whether this machine can do it, and the path is short enough for the kernel. */
    public static boolean isPossible(Path home) {
        return Epoll.isAvailable() && socket(home).toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH;
    }

    static Path socket(Path home) {
        return home.resolve(FOLDER).resolve(SOCKET);
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Reception extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (called.getAndSet(true)) {
                var _ = channel.close();
                return;
            }
            Caller caller = new Caller(channel);
            channel.pipeline().addLast(caller.answer);
            Frames.into(channel.pipeline());
            channel.pipeline().addLast(new Orders(estate));
            listener.close()
                    .addListener(gone -> Thread.ofPlatform().name("handover").start(() -> onCall.accept(caller)));
        }
    }

    /** The next edge, which waits for the sockets. */
    public static final class Caller {
        private final Channel channel;
        private final Answer answer = new Answer();

        private Caller(Channel channel) {
            this.channel = channel;
        }

        /**
         * Gives the sockets and waits for what becomes of it.
         *
         * @return true when the next edge carries traffic; false when it went away without saying so
         */
        public boolean give(List<FileDescriptor> sockets) {
            sockets.forEach(socket -> {
                var _ = channel.write(socket);
            });
            channel.flush();
            return answer.ready.join();
        }
    }

    /** The first byte says that the next edge is ready; what follows are orders. */
    private static final class Answer extends ByteToMessageDecoder {
        private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) {
            bytes.skipBytes(1);
            ready.complete(true);
            ctx.pipeline().remove(this);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) throws Exception {
            ready.complete(false);
            super.channelInactive(ctx);
        }
    }

    private static final class Orders extends SimpleChannelInboundHandler<ByteBuf> {
        private final Estate estate;

        private Orders(Estate estate) {
            this.estate = estate;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
            Order order = Frames.read(frame, Order.class);
            if (order.routes() != null) {
                estate.follow(order.routes());
            }
            var _ = ctx.writeAndFlush(Frames.of(new Order.Answer(order.number(), estate.remnants())));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.warn("the next edge cannot be understood", cause);
            var _ = ctx.close();
        }
    }
}
