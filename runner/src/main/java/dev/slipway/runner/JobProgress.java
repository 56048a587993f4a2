package dev.slipway.runner;

import java.time.Instant;

/** Hears how a job gets on, on the job's own thread. */
public interface JobProgress {

    /** Hears nothing. */
    JobProgress IGNORED = new JobProgress() {
        @Override
        public void stepStarted(int number, String name, Instant at) {}

        @Override
        public void stepFinished(StepResult result) {}
    };

    void stepStarted(int number, String name, Instant at);

    void stepFinished(StepResult result);
}
