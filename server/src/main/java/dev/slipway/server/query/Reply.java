package dev.slipway.server.query;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Annotation;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.RouteHandler;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** Answers in the envelope of Prometheus' API: {@code {"status": "success", "data": ...}}, and errors in its form. */
public final class Reply {

    private static final String JSON = "application/json";

    private Reply() {}

    /** A handler whose data is an object, a list or a map. */
    public static RouteHandler data(Function<Exchange, Object> answer) {
        return guarded(exchange -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", "success");
            body.put("data", answer.apply(exchange));
            exchange.json(body);
        });
    }

    /** A handler that writes the data itself, for answers that may be large. */
    static void written(Exchange exchange, List<Annotation> annotations, Consumer<JsonGenerator> data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.mapper().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("status", "success");
            out.writeName("data");
            data.accept(out);
            annotations(out, "warnings", annotations, Annotation.Level.WARNING);
            annotations(out, "infos", annotations, Annotation.Level.INFO);
            out.writeEndObject();
        }
        exchange.http().contentType(JSON).result(bytes.toByteArray());
    }

    private static void annotations(
            JsonGenerator out, String name, List<Annotation> annotations, Annotation.Level level) {
        List<String> texts = annotations.stream()
                .filter(annotation -> annotation.level() == level)
                .map(Annotation::toString)
                .toList();
        if (!texts.isEmpty()) {
            out.writeName(name);
            out.writeStartArray();
            texts.forEach(out::writeString);
            out.writeEndArray();
        }
    }

    /** A handler whose problems are told in Prometheus' form. */
    public static RouteHandler guarded(RouteHandler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (Problem problem) {
                error(exchange, problem);
            }
        };
    }

    private static void error(Exchange exchange, Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("errorType", type(problem));
        body.put("error", problem.hint() == null ? problem.message() : problem.message() + "; " + problem.hint());
        exchange.json(status(problem), body);
    }

    private static String type(Problem problem) {
        return switch (problem.code()) {
            case "promql-evaluation", "too-many-samples" -> "execution";
            case "query-cancelled" -> "timeout";
            default ->
                switch (problem.kind()) {
                    case INVALID -> "bad_data";
                    case NOT_FOUND -> "not_found";
                    case UNAVAILABLE -> "unavailable";
                    case UNAUTHENTICATED, DENIED, CONFLICT, TOO_LARGE, INTERNAL -> "internal";
                };
        };
    }

    private static int status(Problem problem) {
        return switch (type(problem)) {
            case "execution" -> 422;
            case "timeout" -> 503;
            case "bad_data" -> 400;
            default -> problem.kind().httpStatus();
        };
    }
}
