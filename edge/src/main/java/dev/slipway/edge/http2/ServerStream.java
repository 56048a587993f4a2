package dev.slipway.edge.http2;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Body;
import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.ResponseHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** A stream that a client opened: its request becomes HTTP/1.1, the HTTP/1.1 response becomes frames. */
final class ServerStream extends StreamHandler {

    private boolean answersHead;
    private boolean interim;

    @Override
    Chunking begin(Http2Headers headers, boolean ended, ByteBuf out) {
        String method = required(headers.method(), "method");
        answersHead = method.equals("HEAD");
        if (headers.contains(":protocol")) {
            throw new BadMessage(400, "extended CONNECT is not offered");
        }
        String target = method.equals("CONNECT") ? authority(headers) : required(headers.path(), "path");
        Chunking framing = Chunking.of(headers.get("content-length"), ended);
        line(out, method + ' ' + target + " HTTP/1.1");
        line(out, "Host: " + authority(headers));
        FieldLines.write(headers, out);
        if (framing.isChunked()) {
            line(out, "Transfer-Encoding: chunked");
        }
        out.writeShort(Wire.CRLF);
        return framing;
    }

    private static String authority(Http2Headers headers) {
        CharSequence authority = headers.authority();
        CharSequence host = headers.get("host");
        if (authority == null) {
            return required(host, "authority");
        }
        if (host != null
                && (headers.getAll("host").size() > 1 || !host.toString().equalsIgnoreCase(authority.toString()))) {
            throw new BadMessage(400, "host and :authority contradict each other");
        }
        return required(authority, "authority");
    }

    private static String required(@Nullable CharSequence value, String name) {
        if (value == null || value.isEmpty()) {
            throw new BadMessage(400, ":" + name + " is missing");
        }
        FieldLines.checkValue(value);
        String text = value.toString();
        if (text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0) {
            throw new BadMessage(400, ":" + name + " holds a blank");
        }
        return text;
    }

    private static void line(ByteBuf out, String text) {
        out.writeBytes(Wire.bytes(text));
        out.writeShort(Wire.CRLF);
    }

    @Override
    Body outgoing(Head from, Http2Headers to) {
        ResponseHead response = new ResponseHead(from, answersHead);
        interim = response.isInterim();
        to.status(Integer.toString(response.status()));
        Http1Body.fields(from, to);
        return response.body();
    }

    @Override
    boolean isInterim() {
        return interim;
    }

    @Override
    Http2Error cutError() {
        return Http2Error.INTERNAL_ERROR;
    }
}
