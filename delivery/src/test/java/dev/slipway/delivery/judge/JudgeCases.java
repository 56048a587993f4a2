package dev.slipway.delivery.judge;

import dev.slipway.kernel.Json;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Cases for the judge from other projects. */
final class JudgeCases {

    private JudgeCases() {}

    /** Reads a file of them, or skips the test where there is none. */
    static JsonNode read(String name) {
        try {
            return Json.mapper().readTree(Files.readString(Conformance.file("judge/" + name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
