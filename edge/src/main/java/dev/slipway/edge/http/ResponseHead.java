package dev.slipway.edge.http;

import io.netty.buffer.ByteBuf;

/** What a proxy must know of a response, read out of a {@link Head} that must stay as it is while this is used. */
public final class ResponseHead {

    private static final byte[] HTTP_1 = Wire.bytes("HTTP/1.");
    private static final byte[] VERSION = Wire.bytes("HTTP/1.1 ");

    private final Head head;
    private final int version;
    private final int status;
    private int upgradeField = -1;
    private int requestIdField = -1;
    private ConnectionField connection = ConnectionField.ABSENT;
    private final Body body;

    /**
     * @param answersHead the request was HEAD, so that no body follows whatever the fields say
     * @throws BadMessage when the response may not be passed on
     */
    public ResponseHead(Head head, boolean answersHead) {
        this.head = head;
        if (head.firstEnd() != HTTP_1.length + 1 || !head.equalsAt(0, HTTP_1.length, HTTP_1)) {
            throw new BadMessage(502, "the status line does not begin with an HTTP/1 version");
        }
        this.version = head.bytes()[HTTP_1.length] == '0' ? 0 : 1;
        this.status = status(head);
        this.body = body(answersHead);
    }

    private static int status(Head head) {
        int start = head.secondStart();
        if (head.secondEnd() - start != 3) {
            throw new BadMessage(502, "the status is not three digits");
        }
        int status = 0;
        for (int i = start; i < start + 3; i++) {
            int digit = head.bytes()[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new BadMessage(502, "the status is not three digits");
            }
            status = status * 10 + digit;
        }
        if (status < 100) {
            throw new BadMessage(502, "the status is below 100");
        }
        return status;
    }

    private Body body(boolean answersHead) {
        Framing framing = new Framing();
        for (int field = 0; field < head.fields(); field++) {
            switch (head.kind(field)) {
                case CONTENT_LENGTH -> framing.contentLength(head, field);
                case TRANSFER_ENCODING -> framing.transferEncoding(head, field);
                case CONNECTION -> connection = connection.and(head, field);
                case UPGRADE -> upgradeField = field;
                case X_REQUEST_ID -> requestIdField = field;
                case HOST,
                        KEEP_ALIVE,
                        PROXY_CONNECTION,
                        PROXY_AUTHORIZATION,
                        PROXY_AUTHENTICATE,
                        TE,
                        EXPECT,
                        ACCEPT,
                        FORWARDED,
                        X_FORWARDED_FOR,
                        X_FORWARDED_HOST,
                        X_FORWARDED_PROTO,
                        X_FORWARDED_PORT,
                        X_FORWARDED_SERVER,
                        X_REAL_IP,
                        X_SLIPWAY_RELEASE,
                        X_SLIPWAY_EDGE,
                        OTHER -> {}
            }
        }
        Body framed = framing.body(version);
        if (answersHead || status < 200 || status == 204 || status == 304) {
            return Body.none();
        }
        return framed == null ? Body.untilClose() : framed;
    }

    public int status() {
        return status;
    }

    /** 1xx other than 101: the final response is still to come. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    public Body body() {
        return body;
    }

    /** The instance keeps the connection open after this. */
    public boolean keepsAlive() {
        return version == 1 && !connection.close() && !body.endsWithConnection();
    }

    /** Index of the field, or -1. */
    public int upgradeField() {
        return upgradeField;
    }

    public boolean hasRequestId() {
        return requestIdField >= 0;
    }

    public boolean isForThisHopOnly(int field) {
        return connection.nominates(head, field);
    }

    public Head head() {
        return head;
    }

    /** Writes the status line, as HTTP/1.1. */
    public void writeLine(ByteBuf out) {
        out.writeBytes(VERSION);
        out.writeBytes(head.bytes(), head.secondStart(), head.lineEnd() - head.secondStart());
        out.writeShort(Wire.CRLF);
    }
}
