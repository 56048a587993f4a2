package dev.slipway.edge.http;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a proxy must know of a response, read out of a {@link Head} that must stay as it is while this is used. */
public final class ResponseHead extends MessageHead {

    private static final byte[] VERSION = Wire.bytes("HTTP/1.1 ");
    private static final Pattern TIMEOUT = Pattern.compile("(?i)(?:^|[,\\s])timeout=(\\d{1,6})(?:$|[,;\\s])");

    private final int version;
    private final int status;
    private final Body body;

    /**
     * @param answersHead the request was HEAD, so that no body follows whatever the fields say
     * @throws BadMessage when the response may not be passed on
     */
    public ResponseHead(Head head, boolean answersHead) {
        super(head);
        if (head.firstEnd() != HTTP_1.length + 1 || !head.equalsAt(0, HTTP_1.length, HTTP_1)) {
            throw new BadMessage(502, "the status line does not begin with an HTTP/1 version");
        }
        this.version = head.bytes()[HTTP_1.length] == '0' ? 0 : 1;
        this.status = status(head);
        readFields();
        this.body = framed(answersHead);
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

    private Body framed(boolean answersHead) {
        Body framed = framing().body(version);
        if (answersHead || status < 200 || status == 204 || status == 304) {
            return Body.none();
        }
        return framed == null ? Body.untilClose() : framed;
    }

    public int status() {
        return status;
    }

    /** From here on both ends speak WebSocket (RFC 6455, section 4.2.2). */
    public boolean isWebSocket() {
        return status == 101
                && upgradeField() >= 0
                && head.value(upgradeField()).strip().equalsIgnoreCase("websocket");
    }

    /** 1xx other than 101: the final response is still to come. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    @Override
    public Body body() {
        return body;
    }

    /** The instance keeps the connection open after this. */
    public boolean keepsAlive() {
        return version == 1 && !connection().close() && !body.endsWithConnection();
    }

    /**
     * How long the instance says that it keeps the connection when nothing happens on it: {@code Keep-Alive: timeout=5}
     * (RFC 2068, section 19.7.1.1; Node.js and Apache send it).
     *
     * @return null when it does not say
     */
    public @Nullable Duration keepsAliveFor() {
        if (keepAliveField() < 0) {
            return null;
        }
        Matcher timeout = TIMEOUT.matcher(head.value(keepAliveField()));
        return timeout.find() ? Duration.ofSeconds(Long.parseLong(timeout.group(1))) : null;
    }

    public boolean hasRequestId() {
        return requestIdField() >= 0;
    }

    /** Writes the status line, as HTTP/1.1. */
    public void writeLine(ByteBuf out) {
        out.writeBytes(VERSION);
        out.writeBytes(head.bytes(), head.secondStart(), head.lineEnd() - head.secondStart());
        out.writeShort(Wire.CRLF);
    }
}
