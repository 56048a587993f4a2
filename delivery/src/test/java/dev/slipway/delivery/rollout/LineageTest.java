package dev.slipway.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.rollout.Rollout.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an environment leads back to, after each of the things that can have happened to it. */
class LineageTest {

    /** Rollouts oldest first: a deployment by its release, a rollback with {@code <}, a restart with {@code *}. */
    @ParameterizedTest
    @CsvSource({
        "A B C,     C B A",
        "A B <A,    A",
        "A B C <B <A, A",
        "A B <A C,  C A",
        "A B A <B,  B A",
        "A B *B,    *B A",
        "A *A B <A, *A",
        "<A B,      B <A",
        "*A B,      B *A"
    })
    void lineage_isWhatWasNotLeftAgain(String happened, String left) {
        List<Rollout> newestFirst = Arrays.stream(happened.split(" "))
                .map(LineageTest::rollout)
                .toList()
                .reversed();

        assertThat(Lineage.of(newestFirst)).extracting(Rollout::id).containsExactly(left.split(" "));
    }

    private static Rollout rollout(String word) {
        Kind kind = word.startsWith("<") ? Kind.ROLLBACK : word.startsWith("*") ? Kind.RESTART : Kind.DEPLOY;
        return new Rollout(
                word,
                "shop",
                "production",
                word.substring(kind == Kind.DEPLOY ? 0 : 1),
                Optional.empty(),
                kind,
                "canary",
                RolloutState.SUCCEEDED,
                Instant.EPOCH,
                Progress.start(Instant.EPOCH),
                "",
                "ada",
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                1);
    }
}
