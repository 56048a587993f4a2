package dev.slipway.runner;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what the actions of a job left for its end, the last one first. */
final class PostSteps {

    private static final Logger LOG = LoggerFactory.getLogger(PostSteps.class);

    private PostSteps() {}

    static void run(RunningJob job) throws InterruptedException {
        while (!job.posts().isEmpty()) {
            run(job, job.posts().pop());
        }
    }

    private static void run(RunningJob job, PostStep post) throws InterruptedException {
        int number = job.nextNumber();
        Instant startedAt = job.clock().instant();
        Conclusion outcome = perform(job, post, number);
        boolean forgiven = outcome == Conclusion.FAILURE && post.continues();
        job.ended(new StepResult(
                number,
                Optional.empty(),
                job.log().masked(post.name()),
                outcome,
                forgiven ? Conclusion.SUCCESS : outcome,
                Map.of(),
                startedAt,
                job.clock().instant()));
    }

    private static Conclusion perform(RunningJob job, PostStep post, int number) throws InterruptedException {
        try {
            if (job.cancel().isForced() || !post.holds().getAsBoolean()) {
                return Conclusion.SKIPPED;
            }
            String name = job.log().masked(post.name());
            job.ports().progress().stepStarted(number, name, job.clock().instant());
            job.log().pass(number, "##[group]" + name);
            job.log().say(number, "##[endgroup]");
            return switch (post.work().run(number)) {
                case DONE -> Conclusion.SUCCESS;
                case FAILED, TIMED_OUT -> Conclusion.FAILURE;
                case STOPPED -> Conclusion.CANCELLED;
            };
        } catch (IOException | Problem e) {
            LOG.warn("{} of job {} failed", post.name(), job.order().id(), e);
            job.log().error(number, post.name() + " failed: " + e.getMessage());
            return Conclusion.FAILURE;
        }
    }
}
