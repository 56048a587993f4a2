package dev.slipway.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebSocketFramesTest {

    static Stream<byte[]> frames() {
        return Stream.of(
                frame(new int[] {0x81, 0}, 0),
                frame(new int[] {0x82, 5}, 5),
                frame(new int[] {0x01, 125}, 125),
                frame(new int[] {0x81, 126, 1, 2}, 258),
                frame(new int[] {0x82, 127, 0, 0, 0, 0, 0, 1, 0, 1}, 65_537),
                frame(new int[] {0x82, 0x80 | 3, 9, 9, 9, 9}, 3),
                frame(new int[] {0x89, 0x80 | 126, 0, 200, 1, 2, 3, 4}, 200));
    }

    private static byte[] frame(int[] header, int payload) {
        byte[] frame = new byte[header.length + payload];
        java.util.Arrays.fill(frame, (byte) 0x81);
        for (int i = 0; i < header.length; i++) {
            frame[i] = (byte) header[i];
        }
        return frame;
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frame_takesAFarewellBeforeItsFirstByteAndAfterItsLastOnly(byte[] frame) {
        WebSocketFrames frames = new WebSocketFrames();
        for (int i = 0; i < frame.length; i++) {
            ByteBuf one = Unpooled.wrappedBuffer(frame, i, 1);
            frames.pass(one);
            assertThat(one.readableBytes()).as("the bytes stay as they are").isEqualTo(1);
            assertThat(frames.takesFarewell()).as("after byte " + i).isEqualTo(i == frame.length - 1);
        }
    }

    @Test
    void framesInOnePiece_areFollowedToTheirEnd() {
        WebSocketFrames frames = new WebSocketFrames();
        List<byte[]> all = frames().toList();

        frames.pass(Unpooled.wrappedBuffer(all.toArray(byte[][]::new)));
        assertThat(frames.takesFarewell()).isTrue();
        frames.pass(Unpooled.wrappedBuffer(all.get(2), 0, 100));
        assertThat(frames.takesFarewell()).isFalse();
    }

    @Test
    void instanceThatHasSaidFarewell_isNotSpokenFor() {
        WebSocketFrames frames = new WebSocketFrames();

        frames.pass(Unpooled.wrappedBuffer(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8}));

        assertThat(frames.takesFarewell()).isFalse();
    }

    @Test
    void lengthBeyondTheProtocols_hasNoEnd() {
        WebSocketFrames frames = new WebSocketFrames();

        frames.pass(Unpooled.wrappedBuffer(new byte[] {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0}));

        assertThat(frames.takesFarewell()).isFalse();
    }
}
