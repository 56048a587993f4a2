package dev.slipway.edge.http2;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Body;
import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** A stream to an instance that speaks HTTP/2, such as one with gRPC: the request becomes frames, the response HTTP/1.1. */
final class ClientStream extends StreamHandler {

    private boolean answersHead;

    @Override
    @Nullable
    Chunking begin(Http2Headers headers, boolean ended, ByteBuf out) {
        CharSequence status = headers.status();
        if (status == null || !status.toString().matches("[1-9]\\d\\d")) {
            throw new BadMessage(502, "the status is not three digits");
        }
        boolean interim = status.charAt(0) == '1';
        Chunking framing = bodiless(status.toString()) || answersHead
                ? Chunking.of(null, true)
                : Chunking.of(headers.get("content-length"), ended);
        out.writeBytes(Wire.bytes("HTTP/1.1 " + status + " \r\n"));
        FieldLines.write(headers, out);
        if (framing.isChunked() && !interim) {
            out.writeBytes(Wire.bytes("Transfer-Encoding: chunked\r\n"));
        } else if (ended && !answersHead && !bodiless(status.toString()) && !headers.contains("content-length")) {
            out.writeBytes(Wire.bytes("Content-Length: 0\r\n"));
        }
        out.writeShort(Wire.CRLF);
        return interim ? null : framing;
    }

    private static boolean bodiless(String status) {
        return status.equals("204") || status.equals("304") || status.startsWith("1");
    }

    @Override
    Body outgoing(Head from, Http2Headers to) {
        RequestHead request = new RequestHead(from);
        answersHead = request.isHead();
        to.method(request.method()).scheme("http").path(request.target());
        Http1Body.fields(from, to);
        to.authority(request.host());
        to.add("te", "trailers");
        return request.body();
    }

    @Override
    boolean isInterim() {
        return false;
    }

    @Override
    Http2Error cutError() {
        return Http2Error.CANCEL;
    }
}
