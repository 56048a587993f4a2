package dev.slipway.promql.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private final Labels labels = Labels.of("job", "api", "__name__", "up", "zone", "a");

    @Test
    void order_isThatOfTheNames() {
        assertThat(labels.asMap().keySet()).containsExactly("__name__", "job", "zone");
        assertThat(labels).isEqualTo(Labels.of(Map.of("zone", "a", "__name__", "up", "job", "api")));
    }

    @Test
    void emptyValue_isNoLabel() {
        assertThat(Labels.of("a", "", "b", "1")).isEqualTo(Labels.of("b", "1"));
        assertThat(labels.with("zone", "")).isEqualTo(labels.without("zone"));
        assertThat(labels.get("absent")).isEmpty();
    }

    @Test
    void selections_keepAndDrop() {
        assertThat(labels.keep(List.of("zone", "job"))).isEqualTo(Labels.of("job", "api", "zone", "a"));
        assertThat(labels.without(List.of("zone", "__name__"))).isEqualTo(Labels.of("job", "api"));
        assertThat(labels.without("absent")).isSameAs(labels);
    }

    @Test
    void equalLabels_haveEqualHashes() {
        Labels built = Labels.builder()
                .set("zone", "b")
                .set("job", "api")
                .set("zone", "a")
                .build();
        assertThat(built).isEqualTo(labels.without("__name__")).hasSameHashCodeAs(labels.without("__name__"));
        assertThat(built).isLessThan(Labels.of("job", "apj"));
    }

    @Test
    void text_isWhatPromqlReads() {
        assertThat(labels).hasToString("up{job=\"api\", zone=\"a\"}");
        assertThat(Labels.of("__name__", "up")).hasToString("up");
        assertThat(Labels.EMPTY).hasToString("{}");
        assertThat(Labels.of("__name__", "my.metric", "a.b", "x\"\n"))
                .hasToString("{\"my.metric\", \"a.b\"=\"x\\\"\\n\"}");
    }

    @Test
    void oddPairs_areRefused() {
        assertThatThrownBy(() -> Labels.of("a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void marker_isNotAnyNaN() {
        assertThat(Staleness.isMarker(Staleness.MARKER)).isTrue();
        assertThat(Staleness.isMarker(Double.NaN)).isFalse();
    }
}
