package dev.slipway.server.git;

/** Is told of every push once its refs are durable: the start of every run. */
@FunctionalInterface
public interface PushListener {

    /**
     * Called in the order of the pushes, one at a time, also for pushes that an earlier life of the server accepted and
     * did not get to. The call is part of the database transaction that notes the push as handled: what the listener
     * writes to the same database is committed together with the note, so each push has its effect exactly once. What
     * must follow outside of the database belongs into {@code Database.afterCommit}.
     *
     * @throws RuntimeException when it could not be handled; it is rolled back and tried again later
     */
    void onPush(Push push);
}
