package dev.slipway.testkit;

/**
 * A fresh, empty database for one test.
 *
 * @param kind {@code sqlite} or {@code postgresql}
 * @param address what {@code SLIPWAY_DB} takes
 * @param removal what gives its room back
 */
public record TestDatabase(String kind, String address, Runnable removal) implements AutoCloseable {

    @Override
    public void close() {
        removal.run();
    }

    @Override
    public String toString() {
        return kind;
    }
}
