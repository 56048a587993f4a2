package dev.slipway.server.ui;

import dev.slipway.server.run.JobReviews;
import dev.slipway.server.run.Reruns;
import dev.slipway.server.run.RunWork;

/** What pages can tell runs. */
public interface RunCommands {

    /**
     * Asks for the run's end.
     *
     * @throws dev.slipway.kernel.Problem when there is no such run or it is over
     */
    void cancel(String run, String who);

    /**
     * Runs it again.
     *
     * @return id of the new attempt
     * @throws dev.slipway.kernel.Problem when there is no such run, or it is not over
     */
    String rerun(String run, Reruns.Extent extent, String who);

    /**
     * Decides about jobs that wait for an environment.
     *
     * @throws dev.slipway.kernel.Problem when none does, or the person may not
     */
    void decide(String run, JobReviews.Word word);

    /** Those of the engine. */
    static RunCommands of(RunWork work) {
        return new RunCommands() {
            @Override
            public void cancel(String run, String who) {
                work.engine().cancel(run, who);
            }

            @Override
            public String rerun(String run, Reruns.Extent extent, String who) {
                return work.reruns().rerun(run, extent, who).id();
            }

            @Override
            public void decide(String run, JobReviews.Word word) {
                work.reviews().decide(run, word);
            }
        };
    }
}
