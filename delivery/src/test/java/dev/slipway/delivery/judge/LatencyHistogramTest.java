package dev.slipway.delivery.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    @Test
    void bucket_holdsItsValue_withinAThirtiethOfIt() {
        SplittableRandom random = new SplittableRandom(1);
        long previous = 0;
        for (long micros = 0; micros < 200_000; micros++) {
            long bound = LatencyHistogram.bucket(micros);
            assertThat(bound).isBetween(micros, micros + micros / 30 + (micros < 64 ? 0 : 1));
            assertThat(LatencyHistogram.bucket(bound)).isEqualTo(bound);
            assertThat(bound).isGreaterThanOrEqualTo(previous);
            previous = bound;
        }
        long far = random.nextLong(1L << 40, 1L << 41);
        assertThat(LatencyHistogram.bucket(LatencyHistogram.bucket(far))).isEqualTo(LatencyHistogram.bucket(far));
    }

    @Test
    void countAbove_andQuantile_readTheSameCounts() {
        LatencyHistogram histogram = LatencyHistogram.ofMicros(10, 20, 30, 40, 50);
        assertThat(histogram.total()).isEqualTo(5);
        assertThat(histogram.countAbove(30)).isEqualTo(2);
        assertThat(histogram.quantile(0.6)).isEqualTo(Duration.ofNanos(30_000));
        assertThat(histogram.quantile(1)).isEqualTo(Duration.ofNanos(50_000));
    }

    @Test
    void merge_andSince_areInverse() {
        LatencyHistogram early = LatencyHistogram.ofMicros(10, 5000);
        LatencyHistogram more = LatencyHistogram.ofMicros(10, 70_000);
        assertThat(early.merge(more).since(early)).isEqualTo(more);
        assertThatThrownBy(() -> early.since(more)).isInstanceOf(Problem.class);
    }

    @Test
    void quantile_ofNothing_isRefused() {
        assertThatThrownBy(() -> LatencyHistogram.empty().quantile(0.5)).isInstanceOf(Problem.class);
    }
}
