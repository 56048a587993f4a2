package dev.slipway.observe.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteSourceTest {

    private static final long[] NUMBERS = {
        0, 1, 127, 128, 300, -1, -64, -65, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE
    };

    @Test
    void everything_isReadAsItWasWritten() {
        ByteSink sink = new ByteSink(1);
        for (long number : NUMBERS) {
            sink.unsigned(number).signed(number).u64(number).u32((int) number);
        }
        sink.text("größe \uD83D\uDE00").u8(200);
        ByteSource source = ByteSource.of(sink.toBytes());
        for (long number : NUMBERS) {
            assertThat(source.unsigned()).isEqualTo(number);
            assertThat(source.signed()).isEqualTo(number);
            assertThat(source.u64()).isEqualTo(number);
            assertThat(source.u32()).isEqualTo((int) number);
        }
        assertThat(source.text()).isEqualTo("größe \uD83D\uDE00");
        assertThat(source.u8()).isEqualTo(200);
        assertThat(source.done()).isTrue();
    }

    @Test
    void lengthBeyondTheEnd_isRefusedBeforeMemoryIsTaken() {
        ByteSource source =
                ByteSource.of(new ByteSink().unsigned(Integer.MAX_VALUE).toBytes());
        assertThatThrownBy(source::text).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void endlessVarint_isRefused() {
        byte[] ones = new byte[20];
        java.util.Arrays.fill(ones, (byte) 0xff);
        assertThatThrownBy(() -> ByteSource.of(ones).unsigned()).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
