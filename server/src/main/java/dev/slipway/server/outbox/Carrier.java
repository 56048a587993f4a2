package dev.slipway.server.outbox;

import dev.slipway.store.watch.NoticeRows;
import java.time.Duration;
import java.util.Optional;

/** Delivers notices of one kind, each once; when it is tried again is the outbox's to say. */
@FunctionalInterface
public interface Carrier {

    Outcome deliver(NoticeRows.Row notice) throws InterruptedException;

    /** How a delivery ended. */
    sealed interface Outcome {
        /**
         * It has arrived.
         *
         * @param answer in words
         */
        record Arrived(String answer) implements Outcome {}

        /**
         * It may arrive later.
         *
         * @param after how long the receiver wants to be left alone, where it said so
         */
        record Later(String why, Optional<Duration> after) implements Outcome {
            public Later(String why) {
                this(why, Optional.empty());
            }
        }

        /** It never will. */
        record Never(String why) implements Outcome {}
    }
}
