package dev.slipway.server.results;

import dev.slipway.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One call: who calls, and what was sent. Fields that are not known are left alone, because newer clients send more.
 *
 * @param job whose token came along
 * @param origin scheme, host and port by which the caller reached this server
 */
record TwirpCall(JobGrant job, String origin, JsonNode body) {

    private static final int LONGEST_TEXT = 4096;

    /** @throws Problem of kind INVALID, code {@code missing-field} */
    String text(String field) {
        return optional(field)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "missing-field",
                        "the field '" + field + "' is missing or too long",
                        "send a text of at most " + LONGEST_TEXT + " characters"));
    }

    /** A text that is there and not empty. */
    Optional<String> optional(String field) {
        return Optional.of(body.path(field).asString(""))
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_TEXT);
    }

    /** A 64-bit number, which protocol buffers write as a text in JSON. */
    long number(String field) {
        String text = body.path(field).asString("");
        if (!text.matches("\\d{1,18}")) {
            throw Problem.of(
                    Problem.Kind.INVALID, "bad-number", "the field '" + field + "' is no number", "send digits");
        }
        return Long.parseLong(text);
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        body.path(field).forEach(element -> texts.add(element.asString("")));
        texts.removeIf(String::isEmpty);
        return texts;
    }

    /** The whole address of a blob. */
    String url(BlobLink link) {
        return url(origin, link);
    }

    /** The same, for others than jobs. */
    static String url(String origin, BlobLink link) {
        return origin + BlobLinks.PATH + link.id() + "?se="
                + URLEncoder.encode(link.expires().toString(), StandardCharsets.UTF_8) + "&sig=" + link.signature();
    }
}
