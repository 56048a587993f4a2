package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Authority;
import dev.slipway.edge.http.Field;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.ResponseHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.EnumSet;
import java.util.Set;

/**
 * What changes in a head on its way through: fields for one hop go (RFC 9110, section 7.6.1), what the client claims
 * about the way goes, and what the edge knows comes. {@link Field} says which fields pass.
 *
 * <p>The buffers leave room, so that a small body travels with its head in one write.
 */
final class Rewrite {

    /** Bytes of room for a head and a small body. */
    private static final int ROOM = 2048;

    private static final int INTERIM_ROOM = 512;

    private static final Set<Field> TO_INSTANCE = Field.towardsInstance();
    private static final Set<Field> TO_INSTANCE_FOR_OLD_CLIENT = withoutExpect();
    private static final Set<Field> TO_CLIENT = Field.towardsClient();
    private static final Set<Field> UNREAD = EnumSet.of(Field.OTHER);

    private static final byte[] HOST = Wire.bytes("Host: ");
    private static final byte[] FORWARDED_HOST = Wire.bytes("X-Forwarded-Host: ");
    private static final byte[] REQUEST_ID = Wire.bytes("X-Request-Id: ");
    private static final byte[] UPGRADE = Wire.bytes("Connection: Upgrade\r\nUpgrade: ");
    private static final byte[] CLOSE = Wire.bytes("Connection: close\r\n");

    private Rewrite() {}

    /** An HTTP/1.0 client cannot take the 100 that it would ask for. */
    private static Set<Field> withoutExpect() {
        Set<Field> fields = EnumSet.copyOf(TO_INSTANCE);
        fields.remove(Field.EXPECT);
        return fields;
    }

    /** @param forwarded the fields that tell the instance who the client is, ready for the wire */
    static ByteBuf request(
            ByteBufAllocator allocator,
            RequestHead request,
            Authority authority,
            byte[] forwarded,
            RequestId requestId,
            TraceContext trace) {
        ByteBuf out = allocator.ioBuffer(ROOM);
        request.writeLine(out);
        writeHost(HOST, authority, out);
        request.writeFields(request.isOldVersion() ? TO_INSTANCE_FOR_OLD_CLIENT : TO_INSTANCE, out);
        out.writeBytes(forwarded);
        writeHost(FORWARDED_HOST, authority, out);
        writeRequestId(requestId, out);
        trace.writeTo(request, out);
        if (request.isUpgrade()) {
            out.writeBytes(UPGRADE);
            request.head().writeValue(request.upgradeField(), out);
            out.writeShort(Wire.CRLF);
        } else if (request.isOldVersion()) {
            out.writeBytes(CLOSE);
        }
        out.writeShort(Wire.CRLF);
        return out;
    }

    private static void writeHost(byte[] name, Authority authority, ByteBuf out) {
        if (!authority.isEmpty()) {
            out.writeBytes(name);
            out.writeBytes(authority.written());
            out.writeShort(Wire.CRLF);
        }
    }

    private static void writeRequestId(RequestId requestId, ByteBuf out) {
        out.writeBytes(REQUEST_ID);
        requestId.writeTo(out);
        out.writeShort(Wire.CRLF);
    }

    /**
     * @param releaseField the field that names the release, ready for the wire
     * @param close the connection to the client ends with this response
     */
    static ByteBuf response(
            ByteBufAllocator allocator,
            ResponseHead response,
            byte[] releaseField,
            RequestId requestId,
            boolean close) {
        ByteBuf out = allocator.ioBuffer(ROOM);
        response.writeLine(out);
        response.writeFields(TO_CLIENT, out);
        out.writeBytes(releaseField);
        if (!response.hasRequestId()) {
            writeRequestId(requestId, out);
        }
        if (response.status() == 101 && response.upgradeField() >= 0) {
            out.writeBytes(UPGRADE);
            response.head().writeValue(response.upgradeField(), out);
            out.writeShort(Wire.CRLF);
        } else if (close) {
            out.writeBytes(CLOSE);
        }
        out.writeShort(Wire.CRLF);
        return out;
    }

    /** A 1xx that comes before the final response, such as 100 Continue or 103 Early Hints. */
    static ByteBuf interim(ByteBufAllocator allocator, ResponseHead response) {
        ByteBuf out = allocator.ioBuffer(INTERIM_ROOM);
        response.writeLine(out);
        response.writeFields(UNREAD, out);
        out.writeShort(Wire.CRLF);
        return out;
    }
}
