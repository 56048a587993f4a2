package dev.slipway.edge.proxy;

import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import dev.slipway.kernel.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the edge's own, in plain words and in the form that the client reads.
 *
 * @param detail one sentence more, from the edge or its operator, never from the request
 * @param fields more of the header, each line with its end
 */
record Answer(int status, Reason reason, String detail, String fields) {

    private static final String ALLOW = "Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, TRACE\r\n";

    /** RFC 9110, section 15.5.6: who is told that a method is not offered is told which are. */
    Answer(int status, Reason reason, String detail) {
        this(status, reason, detail, status == 405 ? ALLOW : "");
    }

    Answer with(String moreFields) {
        return new Answer(status, reason, detail, fields + moreFields);
    }

    static Answer of(Reason reason, String detail) {
        return new Answer(reason.status(), reason, detail);
    }

    ByteBuf render(ByteBufAllocator allocator, Form form, boolean withoutBody, boolean close, RequestId id) {
        String requestId = id.toString();
        byte[] body = text(form, requestId).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + ' ' + phrase() + "\r\nContent-Type: " + form.mediaType
                + "\r\nContent-Length: " + body.length + "\r\nCache-Control: no-store\r\nX-Slipway-Edge: "
                + reason.word() + (requestId.isEmpty() ? "" : "\r\nX-Request-Id: " + requestId)
                + (reason == Reason.NO_INSTANCE ? "\r\nRetry-After: 1" : "") + "\r\n" + fields
                + (close ? "Connection: close\r\n\r\n" : "\r\n");
        ByteBuf out = allocator.ioBuffer(head.length() + body.length);
        out.writeBytes(Wire.bytes(head));
        if (!withoutBody) {
            out.writeBytes(body);
        }
        return out;
    }

    private String phrase() {
        return switch (status) {
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Error";
        };
    }

    private String text(Form form, String requestId) {
        return switch (form) {
            case JSON -> json(requestId);
            case HTML -> html(requestId);
            case PLAIN -> reason.title() + ".\n" + detail + ".\n" + (requestId.isEmpty() ? "" : requestId + "\n");
        };
    }

    private String json(String requestId) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status);
        fields.put("code", reason.word());
        fields.put("message", reason.title());
        fields.put("detail", detail);
        fields.put("requestId", requestId);
        return Json.write(fields) + "\n";
    }

    private String html(String requestId) {
        return """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s</title>
                <body style="font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:15vh auto;padding:0 1em">
                <h1 style="font-size:1.4em">%s</h1>
                <p>%s.</p>
                <p style="color:#767676;font-size:.8em">%d %s</p>
                </body></html>
                """.formatted(reason.title(), reason.title(), escaped(detail), status, requestId);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The form of an answer's body. */
    enum Form {
        HTML("text/html; charset=utf-8"),
        JSON("application/json"),
        PLAIN("text/plain; charset=utf-8");

        private static final byte[] TEXT_HTML = Wire.bytes("text/html");
        private static final byte[] APPLICATION_JSON = Wire.bytes("application/json");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }

        /** By what the client names first: browsers begin with text/html. */
        static Form of(RequestHead request) {
            int field = request.acceptField();
            if (field < 0) {
                return PLAIN;
            }
            if (request.head().valueStartsWith(field, TEXT_HTML)) {
                return HTML;
            }
            return request.head().valueStartsWith(field, APPLICATION_JSON) ? JSON : PLAIN;
        }
    }
}
