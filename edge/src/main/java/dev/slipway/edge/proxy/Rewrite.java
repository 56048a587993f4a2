package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.ResponseHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What changes in a head on its way through: fields for one hop go (RFC 9110, section 7.6.1), what the client claims
 * about the way goes, and what the edge knows comes.
 */
final class Rewrite {

    private static final int ADDED = 512;
    private static final byte[] HOST = Wire.bytes("Host: ");
    private static final byte[] FORWARDED_HOST = Wire.bytes("X-Forwarded-Host: ");
    private static final byte[] REQUEST_ID = Wire.bytes("X-Request-Id: ");
    private static final byte[] RELEASE = Wire.bytes("X-Slipway-Release: ");
    private static final byte[] UPGRADE = Wire.bytes("Connection: Upgrade\r\nUpgrade: ");
    private static final byte[] CLOSE = Wire.bytes("Connection: close\r\n");

    private Rewrite() {}

    /** @param forwarded the fields that tell the instance who the client is, ready for the wire */
    static ByteBuf request(ByteBufAllocator allocator, RequestHead request, byte[] forwarded, String requestId) {
        Head head = request.head();
        ByteBuf out = allocator.ioBuffer(1024 + ADDED);
        request.writeLine(out);
        String host = request.authority();
        if (!host.isEmpty()) {
            out.writeBytes(HOST);
            ascii(out, host);
        }
        for (int field = 0; field < head.fields(); field++) {
            switch (head.kind(field)) {
                case CONTENT_LENGTH, TRANSFER_ENCODING, ACCEPT -> head.writeField(field, out);
                case EXPECT -> {
                    if (!request.isOldVersion()) {
                        head.writeField(field, out);
                    }
                }
                case OTHER -> {
                    if (!request.isForThisHopOnly(field)) {
                        head.writeField(field, out);
                    }
                }
                case HOST,
                        CONNECTION,
                        KEEP_ALIVE,
                        PROXY_CONNECTION,
                        PROXY_AUTHORIZATION,
                        PROXY_AUTHENTICATE,
                        TE,
                        UPGRADE,
                        FORWARDED,
                        X_FORWARDED_FOR,
                        X_FORWARDED_HOST,
                        X_FORWARDED_PROTO,
                        X_FORWARDED_PORT,
                        X_FORWARDED_SERVER,
                        X_REAL_IP,
                        X_REQUEST_ID,
                        X_SLIPWAY_RELEASE,
                        X_SLIPWAY_EDGE -> {}
            }
        }
        out.writeBytes(forwarded);
        if (!host.isEmpty()) {
            out.writeBytes(FORWARDED_HOST);
            ascii(out, host);
        }
        out.writeBytes(REQUEST_ID);
        ascii(out, requestId);
        if (request.isUpgrade()) {
            out.writeBytes(UPGRADE);
            head.writeValue(request.upgradeField(), out);
            out.writeShort(Wire.CRLF);
        } else if (request.isOldVersion()) {
            out.writeBytes(CLOSE);
        }
        out.writeShort(Wire.CRLF);
        return out;
    }

    /** @param close the connection to the client ends with this response */
    static ByteBuf response(
            ByteBufAllocator allocator, ResponseHead response, String release, String requestId, boolean close) {
        Head head = response.head();
        ByteBuf out = allocator.ioBuffer(1024 + ADDED);
        response.writeLine(out);
        for (int field = 0; field < head.fields(); field++) {
            switch (head.kind(field)) {
                case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, UPGRADE, X_SLIPWAY_RELEASE, X_SLIPWAY_EDGE -> {}
                case OTHER -> {
                    if (!response.isForThisHopOnly(field)) {
                        head.writeField(field, out);
                    }
                }
                case HOST,
                        CONTENT_LENGTH,
                        TRANSFER_ENCODING,
                        PROXY_AUTHORIZATION,
                        PROXY_AUTHENTICATE,
                        EXPECT,
                        ACCEPT,
                        FORWARDED,
                        X_FORWARDED_FOR,
                        X_FORWARDED_HOST,
                        X_FORWARDED_PROTO,
                        X_FORWARDED_PORT,
                        X_FORWARDED_SERVER,
                        X_REAL_IP,
                        X_REQUEST_ID -> head.writeField(field, out);
            }
        }
        out.writeBytes(RELEASE);
        ascii(out, release);
        if (!response.hasRequestId()) {
            out.writeBytes(REQUEST_ID);
            ascii(out, requestId);
        }
        if (response.status() == 101 && response.upgradeField() >= 0) {
            out.writeBytes(UPGRADE);
            head.writeValue(response.upgradeField(), out);
            out.writeShort(Wire.CRLF);
        } else if (close) {
            out.writeBytes(CLOSE);
        }
        out.writeShort(Wire.CRLF);
        return out;
    }

    /** A 1xx that comes before the final response, such as 100 Continue or 103 Early Hints. */
    static ByteBuf interim(ByteBufAllocator allocator, ResponseHead response) {
        Head head = response.head();
        ByteBuf out = allocator.ioBuffer(ADDED);
        response.writeLine(out);
        for (int field = 0; field < head.fields(); field++) {
            if (head.kind(field) == dev.slipway.edge.http.Field.OTHER && !response.isForThisHopOnly(field)) {
                head.writeField(field, out);
            }
        }
        out.writeShort(Wire.CRLF);
        return out;
    }

    private static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, java.nio.charset.StandardCharsets.ISO_8859_1);
        out.writeShort(Wire.CRLF);
    }
}
