package dev.slipway.server.metric;

import dev.slipway.delivery.judge.JsonPlace;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import java.net.http.HttpClient;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Fetches a JSON document of bounded size and reads one number in it. */
final class JsonDocument {

    private static final int MOST_BYTES = 1 << 20;

    private final HttpClient http = Question.client();

    /**
     * @param timeout of the whole fetch, its body included
     * @throws Problem UNAVAILABLE when nothing usable comes; INVALID when there is no number at the place
     */
    double read(String url, JsonPlace place, Duration timeout) {
        return number(document(new Question(url, "the document of the metric").ask(http, MOST_BYTES, timeout)), place);
    }

    private static JsonNode document(BriefAnswer answer) {
        if (answer.status() / 100 != 2) {
            throw refused("answered " + answer.status());
        }
        if (!answer.whole()) {
            throw refused("is longer than " + MOST_BYTES + " bytes");
        }
        try {
            return Json.mapper().readTree(answer.text());
        } catch (JacksonException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-metric-document",
                    "the document of the metric is no JSON",
                    "fetch it by hand",
                    e);
        }
    }

    private static Problem refused(String why) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "metrics-refused",
                "the document of the metric " + why,
                "check judge.metrics in slipway.yml; redirects are not followed");
    }

    private static double number(JsonNode document, JsonPlace place) {
        return place.in(document)
                .filter(node -> node.isNumber() || node.isString())
                .map(node -> Numbers.finite(node.asString(), "the value at " + place.text()))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-metric-document",
                        "there is no number at " + place.text(),
                        "try the address and the path by hand"));
    }
}
