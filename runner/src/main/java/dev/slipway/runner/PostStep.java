package dev.slipway.runner;

import dev.slipway.runner.action.ActionResult;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * What an action left for the end of the job. These steps run in the reverse order of those that left them.
 *
 * @param name as people see it
 * @param holds whether it is to run, asked when its turn comes
 * @param work what it does
 * @param continues whether the job goes on as if it had succeeded
 */
record PostStep(String name, BooleanSupplier holds, Work work, boolean continues) {

    /** The work itself; the number is that of the log. */
    @FunctionalInterface
    interface Work {
        StepEnd run(int number) throws IOException, InterruptedException;
    }

    /** Work of one of Slipway's own actions, which is for jobs that went well. */
    static PostStep ofNative(StepCall call, ActionResult.Post post) {
        return new PostStep(
                "Post " + call.title(),
                () -> call.job().scope().status().success(),
                _ -> {
                    post.run();
                    return StepEnd.DONE;
                },
                false);
    }
}
