package dev.slipway.edge.http;

/**
 * A message that must not be passed on, because two parsers could read it in two ways or because it is too large. It
 * has no stack trace: an attacker may cause millions, and the message says all.
 */
public final class BadMessage extends RuntimeException {

    private final int status;

    /** @param status to answer a client with */
    public BadMessage(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status to answer when the message came from a client, such as 400. */
    public int status() {
        return status;
    }

    /** What is wrong with it, one clause. */
    public String reason() {
        String message = getMessage();
        return message == null ? "bad message" : message;
    }
}
