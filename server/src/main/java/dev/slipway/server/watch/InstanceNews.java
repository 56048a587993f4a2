package dev.slipway.server.watch;

import dev.slipway.server.web.Change;
import dev.slipway.server.web.Events;
import java.time.Duration;
import java.util.Optional;

/** Tells the scraper when instances come and go, so that a new one is scraped from its first seconds on. */
public final class InstanceNews implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Events.Subscription subscription;
    private final Thread thread;

    /** Listens from now on. */
    public InstanceNews(Events events, Runnable lookAgain) {
        this.subscription = events.subscribe(_ -> true);
        this.thread = Thread.ofVirtual().name("instance-news").start(() -> listen(lookAgain));
    }

    private void listen(Runnable lookAgain) {
        try {
            while (!subscription.ended()) {
                Optional<Events.Message> message = subscription.next(PATIENCE);
                if (message.filter(InstanceNews::concerns).isPresent()) {
                    lookAgain.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean concerns(Events.Message message) {
        return switch (message) {
            case Events.Message.Changed(Change change) -> change.kind() == Change.Kind.INSTANCE;
            case Events.Message.LookAgain _ -> true;
            case Events.Message.Ended _ -> false;
        };
    }

    @Override
    public void close() {
        subscription.close();
        thread.interrupt();
    }
}
