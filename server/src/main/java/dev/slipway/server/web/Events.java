package dev.slipway.server.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Carries changes to everyone who watches. A publisher never waits: a watcher that cannot keep up loses the changes and
 * is told once to look at everything again.
 */
public final class Events implements AutoCloseable {

    private static final int MOST_WAITING = 256;

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Tells all watchers that may see the change's project. Returns at once. */
    public void publish(Change change) {
        subscriptions.forEach(subscription -> subscription.offer(change));
    }

    /**
     * @param permitted false for projects that the watcher may not see
     * @return to be closed by the watcher
     */
    public Subscription subscribe(Predicate<String> permitted) {
        Subscription subscription = new Subscription(permitted);
        subscriptions.add(subscription);
        if (closed) {
            subscription.close();
        }
        return subscription;
    }

    /** How many watch now. */
    public int watchers() {
        return subscriptions.size();
    }

    /** Ends all subscriptions, as the server stops. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(subscriptions).forEach(Subscription::close);
    }

    /** What one watcher has not yet taken. */
    public final class Subscription implements AutoCloseable {

        private final Predicate<String> permitted;
        private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
        private final AtomicBoolean lost = new AtomicBoolean();
        private volatile boolean ended;

        private Subscription(Predicate<String> permitted) {
            this.permitted = permitted;
        }

        private void offer(Change change) {
            if (permitted.test(change.project()) && !waiting.offer(new Message.Changed(change))) {
                lost.set(true);
            }
        }

        /**
         * Waits for the next message.
         *
         * @return empty when nothing came within the time: a moment for a heartbeat
         */
        public Optional<Message> next(Duration patience) throws InterruptedException {
            if (lost.getAndSet(false)) {
                waiting.clear();
                return Optional.of(new Message.LookAgain());
            }
            return Optional.ofNullable(waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        }

        /** True once nothing more will come. */
        public boolean ended() {
            return ended;
        }

        @Override
        public void close() {
            ended = true;
            subscriptions.remove(this);
            waiting.clear();
            waiting.add(new Message.Ended());
        }
    }

    /** What a watcher is told. */
    public sealed interface Message {
        /** One thing has changed. */
        record Changed(Change change) implements Message {}

        /** More has changed than could be kept. */
        record LookAgain() implements Message {}

        /** The server stops or the subscription is over. */
        record Ended() implements Message {}
    }
}
