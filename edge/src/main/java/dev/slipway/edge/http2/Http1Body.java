package dev.slipway.edge.http2;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Body;
import dev.slipway.edge.http.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes the content out of an HTTP/1.1 body. The framing is walked over by {@link Body}, which refuses what is ambiguous;
 * here the chunks' sizes and trailers are read once more to leave them out.
 */
final class Http1Body {

    private final Body walk;
    private final boolean chunked;
    private final StringBuilder line = new StringBuilder();
    private Part part = Part.SIZE;
    private long left;
    private @Nullable Http2Headers trailers;

    /** @param walk the body as its head framed it */
    Http1Body(Body walk) {
        this.walk = walk;
        this.chunked = !walk.isDone() && walk.remaining() < 0 && !walk.endsWithConnection();
    }

    boolean isDone() {
        return walk.isDone();
    }

    boolean endsWithConnection() {
        return walk.endsWithConnection();
    }

    /** The fields behind the last chunk; null when there were none. */
    @Nullable
    Http2Headers trailers() {
        return trailers;
    }

    /**
     * The content among the readable bytes; they count as read.
     *
     * @return to be released by the caller
     * @throws BadMessage when the framing is broken
     */
    ByteBuf take(ByteBufAllocator allocator, ByteBuf in) {
        int length = walk.take(in);
        if (!chunked) {
            return in.readRetainedSlice(length);
        }
        ByteBuf content = allocator.ioBuffer(Math.max(1, length));
        int end = in.readerIndex() + length;
        while (in.readerIndex() < end) {
            if (part == Part.DATA) {
                int step = (int) Math.min(left, end - in.readerIndex());
                content.writeBytes(in, step);
                left -= step;
                part = left == 0 ? Part.DATA_END : Part.DATA;
            } else {
                framing(in.readByte());
            }
        }
        return content;
    }

    private void framing(byte b) {
        if (b != '\n') {
            if (b != '\r') {
                line.append((char) (b & 0xff));
            }
            return;
        }
        String text = line.toString();
        line.setLength(0);
        part = switch (part) {
            case SIZE -> size(text);
            case DATA_END -> Part.SIZE;
            case TRAILER -> trailer(text);
            case DATA -> throw new IllegalStateException("data is no line");
        };
    }

    private Part size(String text) {
        int end = 0;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        left = Long.parseLong(text, 0, end, 16);
        return left == 0 ? Part.TRAILER : Part.DATA;
    }

    private Part trailer(String text) {
        int colon = text.indexOf(':');
        if (colon > 0) {
            if (trailers == null) {
                trailers = new DefaultHttp2Headers(false);
            }
            FieldLines.add(text.substring(0, colon), text.substring(colon + 1).strip(), trailers);
        }
        return Part.TRAILER;
    }

    /** All fields of a head but those of one hop. */
    static void fields(Head head, Http2Headers to) {
        for (int field = 0; field < head.fields(); field++) {
            FieldLines.add(head.name(field), head.value(field), to);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private enum Part {
        SIZE,
        DATA,
        DATA_END,
        TRAILER
    }
}
