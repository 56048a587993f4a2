package dev.slipway.edge.http2;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Writes the content of an HTTP/2 stream as the body of an HTTP/1.1 message: as it is where its length was told, in chunks
 * where it was not. More or less than was told is refused, for the rest would be read as a message of its own.
 */
final class Chunking {

    private final boolean chunked;
    private long missing;

    private Chunking(boolean chunked, long missing) {
        this.chunked = chunked;
        this.missing = missing;
    }

    /**
     * @param contentLength what the field says; null when there is none
     * @param ended nothing follows the head
     */
    static Chunking of(@org.jspecify.annotations.Nullable CharSequence contentLength, boolean ended) {
        if (contentLength == null) {
            return new Chunking(!ended, 0);
        }
        String text = contentLength.toString();
        if (!text.matches("\\d{1,18}") || (ended && Long.parseLong(text) > 0)) {
            throw new BadMessage(400, "content-length is not the length of the content");
        }
        return new Chunking(false, Long.parseLong(text));
    }

    boolean isChunked() {
        return chunked;
    }

    /** Content as it goes into the body; takes over the bytes. */
    ByteBuf content(ByteBufAllocator allocator, ByteBuf data, boolean ends) {
        int length = data.readableBytes();
        if (!chunked) {
            count(data, length, ends);
            return data;
        }
        ByteBuf out = allocator.ioBuffer(length + 32);
        if (length > 0) {
            out.writeBytes(Wire.bytes(Integer.toHexString(length)));
            out.writeShort(Wire.CRLF);
            out.writeBytes(data);
            out.writeShort(Wire.CRLF);
        }
        data.release();
        if (ends) {
            out.writeBytes(Wire.bytes("0\r\n\r\n"));
        }
        return out;
    }

    private void count(ByteBuf data, int length, boolean ends) {
        missing -= length;
        if (missing < 0 || (ends && missing > 0)) {
            data.release();
            throw new BadMessage(400, "content-length is not the length of the content");
        }
    }

    /** The end of the body with fields behind it; without chunks they are left out, as HTTP/1.1 has no place for them. */
    ByteBuf trailers(ByteBufAllocator allocator, Http2Headers trailers) {
        ByteBuf out = allocator.ioBuffer();
        if (chunked) {
            out.writeBytes(Wire.bytes("0\r\n"));
            try {
                FieldLines.write(trailers, out);
            } catch (BadMessage e) {
                out.release();
                throw e;
            }
            out.writeShort(Wire.CRLF);
        } else if (missing > 0) {
            out.release();
            throw new BadMessage(400, "content-length is not the length of the content");
        }
        return out;
    }
}
