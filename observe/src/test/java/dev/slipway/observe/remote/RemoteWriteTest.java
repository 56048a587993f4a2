package dev.slipway.observe.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of requests, written out by hand from the two specifications. */
class RemoteWriteTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** One literal of Snappy around the message. */
    private static byte[] packed(String hex) {
        byte[] message = bytes(hex);
        return bytes(String.format("%02x %02x", message.length, (message.length - 1) << 2)
                + HexFormat.of().formatHex(message));
    }

    /** {@code up{} 1.5} at 1000 ms: field 1 holds a label (1: name, 2: value) and a sample (1: double, 2: varint). */
    private static final String UP =
            "0a 1e 0a 0e 0a 08 5f5f6e616d655f5f 12 02 7570" + " 12 0c 09 000000000000f83f 10 e807";

    @Test
    void request_becomesSeriesWithSamples() {
        assertThat(RemoteWrite.read(packed(UP)))
                .singleElement()
                .satisfies(series -> assertThat(series.labels()).isEqualTo(Labels.of("__name__", "up")))
                .satisfies(series -> assertThat(series.timesMillis()).containsExactly(1000))
                .satisfies(series -> assertThat(series.values()).containsExactly(1.5));
    }

    @Test
    void copies_repeatWhatWasUnpacked() {
        assertThat(new String(Snappy.unpack(bytes("0b 08 616263 11 03"), 100), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("abcabcabcab");
    }

    @Test
    void packedBomb_isRefusedBeforeItUnpacks() {
        assertThatThrownBy(() -> RemoteWrite.read(bytes("ffffffff07 00 61")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("unpacks to");
    }

    @Test
    void nonsense_isRefused() {
        for (String hex : new String[] {"", "80", "05 00 61", "01 fc ffffff", "02 05 00", "01 01 00"}) {
            assertThatThrownBy(() -> Snappy.unpack(bytes(hex), 100)).as(hex).isInstanceOf(Problem.class);
        }
        for (String hex : new String[] {"0a 05 00", "0a 03 0a 01 0a", "0b", "08"}) {
            assertThatThrownBy(() -> RemoteWrite.read(packed(hex))).as(hex).isInstanceOf(Problem.class);
        }
    }

    @Test
    void nativeHistogramsAndNamelessSeries_areRefused() {
        assertThatThrownBy(() -> RemoteWrite.read(packed("0a 02 22 00"))).hasMessageContaining("native histograms");
        assertThatThrownBy(() -> RemoteWrite.read(packed("0a 06 0a 04 0a 01 61 12")))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> RemoteWrite.read(packed("0a 00"))).hasMessageContaining("has no name");
    }

    @Test
    void exemplarsAndMetadata_arePassedOver() {
        assertThat(RemoteWrite.read(packed(UP.replace("0a 1e", "0a 20") + "1a 00" + "1a 02 08 01")))
                .hasSize(1);
    }
}
