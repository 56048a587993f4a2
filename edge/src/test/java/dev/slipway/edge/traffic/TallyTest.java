package dev.slipway.edge.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final int FAILURES = 2_000_000;

    @Test
    void whereEveryRequestFails_noLookSeesMoreErrorsThanRequestsSinceTheOneBefore() throws Exception {
        Tally tally = new Tally();
        CountDownLatch begun = new CountDownLatch(1);
        Thread requests = Thread.ofPlatform().start(() -> {
            for (int request = 0; request < FAILURES; request++) {
                tally.failed();
                begun.countDown();
            }
        });
        begun.await();
        Tally.Counts before = tally.counts();
        while (before.requests() < FAILURES) {
            Tally.Counts now = tally.counts();
            assertThat(now.errors() - before.errors()).isLessThanOrEqualTo(now.requests() - before.requests());
            before = now;
        }
        requests.join();

        assertThat(tally.counts()).isEqualTo(new Tally.Counts(FAILURES, FAILURES, 0));
    }

    @Test
    void everyRequest_isCountedOnce() {
        Tally tally = new Tally();
        tally.good();
        tally.good();
        tally.failed();
        tally.aborted();

        assertThat(tally.counts()).isEqualTo(new Tally.Counts(4, 1, 1));
    }
}
