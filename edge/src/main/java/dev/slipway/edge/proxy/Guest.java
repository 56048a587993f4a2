package dev.slipway.edge.proxy;

/** A client's connection, or a stream of one, as its worker looks after it. */
interface Guest {

    /** The edge is about to end: go, if nothing is under way. */
    void closeIfResting();

    /** The next edge takes new connections: go once nothing can be on its way any more. */
    void leave();

    void close();

    /** The edge ends now: whoever can still be told why is told. */
    void cut();

    /** @param now a nano time */
    void checkTime(long now);
}
