package dev.slipway.edge.http;

import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * What requests and responses have in common, read out of a {@link Head}. The head must stay as it is while this is used;
 * the plain values may be kept.
 */
public abstract sealed class MessageHead permits RequestHead, ResponseHead {

    static final byte[] HTTP_1 = Wire.bytes("HTTP/1.");

    private static final int ABSENT = -1;

    final Head head;
    private final Framing framing = new Framing();
    private ConnectionField connection = ConnectionField.ABSENT;
    private int upgradeField = ABSENT;
    private int requestIdField = ABSENT;
    private int acceptField = ABSENT;
    private int hostField = ABSENT;
    private int hostFields;
    private int keepAliveField = ABSENT;
    private int traceField = ABSENT;
    private int traceFields;
    private boolean expects;

    MessageHead(Head head) {
        this.head = head;
    }

    /**
     * Reads every field that a proxy must understand.
     *
     * @throws BadMessage when fields contradict each other
     */
    final void readFields() {
        for (int field = 0; field < head.fields(); field++) {
            switch (head.kind(field)) {
                case HOST -> host(field);
                case CONTENT_LENGTH -> framing.contentLength(head, field);
                case TRANSFER_ENCODING -> framing.transferEncoding(head, field);
                case CONNECTION -> connection = connection.and(head, field);
                case KEEP_ALIVE -> keepAliveField = field;
                case UPGRADE -> upgradeField = field;
                case EXPECT -> expects = true;
                case X_REQUEST_ID -> requestIdField = field;
                case ACCEPT -> acceptField = field;
                case TRACEPARENT -> trace(field);
                case PROXY_CONNECTION,
                        PROXY_AUTHORIZATION,
                        PROXY_AUTHENTICATE,
                        TE,
                        FORWARDED,
                        X_FORWARDED_FOR,
                        X_FORWARDED_HOST,
                        X_FORWARDED_PROTO,
                        X_FORWARDED_PORT,
                        X_FORWARDED_SERVER,
                        X_REAL_IP,
                        X_SLIPWAY_RELEASE,
                        X_SLIPWAY_EDGE,
                        TRACESTATE,
                        OTHER -> {}
            }
        }
    }

    private void host(int field) {
        hostFields++;
        hostField = field;
    }

    private void trace(int field) {
        traceFields++;
        traceField = field;
    }

    /** The body that follows, still to be walked over. */
    public abstract Body body();

    final Framing framing() {
        return framing;
    }

    final ConnectionField connection() {
        return connection;
    }

    final int hostField() {
        return hostField;
    }

    final int hostFields() {
        return hostFields;
    }

    final int keepAliveField() {
        return keepAliveField;
    }

    final boolean expects() {
        return expects;
    }

    /** Index of the field, or -1. */
    public final int upgradeField() {
        return upgradeField;
    }

    /** Index of the field, or -1. */
    public final int requestIdField() {
        return requestIdField;
    }

    /** Index of the field, or -1. */
    public final int acceptField() {
        return acceptField;
    }

    /** Index of the field that names the trace, or -1 when there is none or more than one. */
    public final int traceField() {
        return traceFields == 1 ? traceField : ABSENT;
    }

    public final Head head() {
        return head;
    }

    /** Writes fields of these kinds as they came, without those that the sender meant for this hop alone. */
    public final void writeFields(Set<Field> passing, ByteBuf out) {
        head.writeFields(passing, connection, out);
    }
}
