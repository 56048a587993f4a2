package dev.slipway.server.web;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Principal;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its answer, for a handler: who asks is known, bodies are bounded. */
public final class Exchange {

    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 500;

    private final Context http;
    private final @Nullable Principal principal;
    private final int largestBody;
    private final OpenStreams streams;
    private byte @Nullable [] body;

    Exchange(Context http, @Nullable Principal principal, int largestBody, OpenStreams streams) {
        this.http = http;
        this.principal = principal;
        this.largestBody = largestBody;
        this.streams = streams;
    }

    /** The request and response themselves, for what this class does not offer. Read bodies by this class only. */
    public Context http() {
        return http;
    }

    /** Who asks; on an open route perhaps nobody. */
    public Optional<Principal> visitor() {
        return Optional.ofNullable(principal);
    }

    /** @throws Problem of kind UNAUTHENTICATED on an open route that nobody has signed in for */
    public Principal principal() {
        return visitor().orElseThrow(Guard::unauthenticated);
    }

    public String path(String parameter) {
        return http.pathParam(parameter);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(http.queryParam(name)).filter(value -> !value.isEmpty());
    }

    /** {@code ?limit=}, 50 when absent, at most 500. */
    public int limit() {
        return number("limit", USUAL_LIMIT, 1, MOST_LIMIT);
    }

    /** @throws Problem code {@code bad-number}; also for a number below the least or over the most */
    public int number(String name, int absent, int least, int most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return absent;
        }
        return text.filter(word -> word.matches("-?\\d{1,9}"))
                .map(Integer::valueOf)
                .filter(number -> number >= least && number <= most)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-number",
                        "?" + name + "= is '" + text.get() + "'",
                        "give a whole number from " + least + (most == Integer.MAX_VALUE ? "" : " to " + most)));
    }

    /** The body as it came; may be asked for more than once. */
    public byte[] bytes() {
        byte[] read = body;
        if (read == null) {
            read = readBody();
            body = read;
        }
        return read.clone();
    }

    private byte[] readBody() {
        try {
            byte[] read = http.req().getInputStream().readNBytes(largestBody + 1);
            if (read.length > largestBody) {
                throw Guard.tooLarge(largestBody);
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("the request's body could not be read", e);
        }
    }

    /** The body as JSON. */
    public <T> T body(Class<T> type) {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        return Json.read(text.isBlank() ? "{}" : text, type);
    }

    /** The body as an HTML form's fields; of repeated ones the last. */
    public Map<String, String> form() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : new String(bytes(), StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(Problem.Kind.INVALID, "bad-form", "the form is not encoded as a form", null, e);
        }
    }

    /** How the client reached this server: scheme, host and port. */
    public String origin() {
        return http.scheme() + "://" + http.host();
    }

    public void json(Object value) {
        json(200, value);
    }

    public void json(int status, Object value) {
        http.status(status).contentType("application/json").result(Json.write(value));
    }

    public void html(String page) {
        http.html(page);
    }

    public void noContent() {
        http.status(204);
    }

    /** Sends a browser to a page of this server, to be asked for with GET. */
    public void seeOther(String path) {
        http.status(303).header("Location", path);
    }

    /** Begins a stream of events; the handler ends it by returning, and is interrupted when the server stops. */
    public EventStream stream() throws IOException {
        return streams.open(http.res());
    }
}
