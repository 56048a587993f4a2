package dev.slipway.containers;

/**
 * Who pulls from a registry that asks.
 *
 * @param password never shown
 */
public record Login(String username, String password) {

    @Override
    public String toString() {
        return username;
    }
}
