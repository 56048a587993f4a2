package dev.slipway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class EightBytesTest {

    private static final int ROUNDS = 20_000;

    private final Random random = new Random(11);
    private final byte[] bytes = new byte[Long.BYTES + 3];

    @Test
    void answers_meanTheFirstByteThatIsLookedFor() {
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(bytes);
            bytes[random.nextInt(bytes.length)] = (byte) "\n\u000b\u007f\u0000".charAt(random.nextInt(4));
            int from = random.nextInt(4);
            long eight = EightBytes.at(bytes, from);
            assertThat(first(EightBytes.equal(eight, '\n'))).isEqualTo(first(from, one -> one == '\n'));
            assertThat(first(EightBytes.below(eight, ' '))).isEqualTo(first(from, one -> one < ' '));
            assertThat(first(EightBytes.below(eight, 128))).isEqualTo(first(from, one -> one < 128));
        }
    }

    private static int first(long answer) {
        return answer == 0 ? -1 : EightBytes.first(answer);
    }

    private int first(int from, IntPredicate meant) {
        for (int i = 0; i < Long.BYTES; i++) {
            if (meant.test(bytes[from + i] & 0xFF)) {
                return i;
            }
        }
        return -1;
    }
}
