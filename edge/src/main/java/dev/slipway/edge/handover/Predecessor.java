package dev.slipway.edge.handover;

import dev.slipway.edge.route.Route;
import dev.slipway.edge.traffic.Remnant;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge that this one has replaced, for as long as it carries requests. A change of routes is in force only when it is
 * in force there too: that is what lets a control plane believe the numbers of requests in flight that it reads here. The
 * kernel closes the connection when that edge ends, however it ends, and with it everything that ran there.
 */
public final class Predecessor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<Long, CompletableFuture<List<Remnant>>> waiting = new ConcurrentHashMap<>();
    private final Channel channel;
    private volatile List<Remnant> known = List.of();

    /** Returns when it is known what runs there. */
    Predecessor(Channel channel, EventLoopGroup loop) {
        this.channel = channel;
        Frames.into(channel.pipeline());
        channel.pipeline().addLast(new Answers());
        channel.closeFuture().addListener(_ -> {
            forget();
            var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        });
        ask(null, FIRST_PATIENCE);
    }

    /** Returns when that edge follows the routes, is gone, or has not answered for too long. */
    public void follow(List<Route> routes) {
        ask(routes, PATIENCE);
    }

    /** What still runs there; when it does not answer, what was last known. */
    public List<Remnant> remnants() {
        ask(null, PATIENCE);
        return known;
    }

    /** Returns when that edge has ended. */
    public void awaitEnd() throws InterruptedException {
        channel.closeFuture().await();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    private void ask(@Nullable List<Route> routes, Duration patience) {
        if (!channel.isActive()) {
            return;
        }
        long number = numbers.incrementAndGet();
        CompletableFuture<List<Remnant>> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        channel.writeAndFlush(Frames.of(new Order(number, routes))).addListener(sent -> {
            if (!sent.isSuccess()) {
                answer.complete(List.of());
            }
        });
        List<Remnant> running = answer.completeOnTimeout(known, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (waiting.remove(number) != null) {
            LOG.warn("the edge that was replaced does not answer; what ran there counts as still running");
        }
        known = channel.isActive() ? running : List.of();
    }

    private void forget() {
        known = List.of();
        waiting.keySet().forEach(number -> answered(number, List.of()));
    }

    private void answered(long number, List<Remnant> running) {
        CompletableFuture<List<Remnant>> answer = waiting.remove(number);
        if (answer != null) {
            answer.complete(running);
        }
    }

    private final class Answers extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
            Order.Answer answer = Frames.read(frame, Order.Answer.class);
            answered(answer.number(), answer.running());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.warn("the edge that was replaced cannot be understood", cause);
            var _ = ctx.close();
        }
    }
}
