package dev.slipway.edge.access;

import dev.slipway.kernel.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that is over, as the log tells of it. Bodies, cookies and authorization never come here; values of a query
 * are masked.
 *
 * @param request what was asked
 * @param began when its head was complete
 * @param status 499, as nginx has it, for a client that left before a response began
 * @param edge why the edge answered in place of an instance; null when it did not
 * @param release that it was sent to; null for none
 * @param instance that it was sent to last; null for none
 * @param bytesReceived of its body, with the framing of chunks
 * @param bytesSent of the response with its head, before TLS and HTTP/2
 * @param firstByteMillis until the response began; null when none came
 * @param durationMillis from the request's head to the response's last byte
 */
public record AccessRecord(
        AccessRequest request,
        Instant began,
        int status,
        String outcome,
        @Nullable String edge,
        @Nullable String release,
        @Nullable String instance,
        long bytesReceived,
        long bytesSent,
        @Nullable Double firstByteMillis,
        double durationMillis) {

    /** One line of JSON, without its end. */
    String line() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", began.toString());
        fields.put("requestId", request.requestId());
        fields.put("traceId", request.traceId());
        fields.put("client", request.client());
        fields.put("scheme", request.scheme());
        fields.put("method", request.method());
        fields.put("host", request.host());
        fields.put("target", request.target());
        putIfThere(fields, "userAgent", request.userAgent());
        fields.put("status", status);
        fields.put("outcome", outcome);
        putIfThere(fields, "edge", edge);
        putIfThere(fields, "release", release);
        putIfThere(fields, "instance", instance);
        fields.put("bytesReceived", bytesReceived);
        fields.put("bytesSent", bytesSent);
        putIfThere(fields, "firstByteMillis", firstByteMillis);
        fields.put("durationMillis", durationMillis);
        return Json.write(fields);
    }

    private static void putIfThere(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
