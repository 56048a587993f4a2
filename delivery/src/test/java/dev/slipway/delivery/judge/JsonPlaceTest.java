package dev.slipway.delivery.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonPlaceTest {

    private static final JsonNode DOCUMENT = Json.mapper().readTree("""
            {"mean": 4.5, "a b": 1, "data": [{"rating": 2}, {"rating": 3}], "größe": 7, "none": null}""");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "$.mean, 4.5",
                "{$.mean}, 4.5",
                "$['mean'], 4.5",
                "$[\"a b\"], 1",
                "$.data[0].rating, 2",
                "$.data[-1]['rating'], 3",
                "$.größe, 7"
            })
    void place_findsItsValue(String path, double value) {
        assertThat(JsonPlace.parse(path).in(DOCUMENT))
                .get()
                .extracting(JsonNode::asDouble)
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.gone", "$.mean.deeper", "$.data.rating", "$[0]", "$.data[2]", "$.data[-3]"})
    void place_thatTheDocumentLacks_isAbsent(String path) {
        assertThat(JsonPlace.parse(path).in(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mean",
                "$.",
                "$..mean",
                "$.*",
                "$[*]",
                "$[0:1]",
                "$[?@.a]",
                "$.data[00]",
                "$.a b",
                "$x",
                "{$.a"
            })
    void query_thatMayFindManyValuesOrIsNone_isRefused(String path) {
        assertThatThrownBy(() -> JsonPlace.parse(path))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("bad-json-path"));
    }
}
