package dev.slipway.runner;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.JobProcesses;
import dev.slipway.runner.host.RunnerHost;

/**
 * What code of strangers must not be without, and must not have: it runs behind all the walls there are or not at all, and
 * has no containers, for who has the engine is root.
 */
final class UntrustedCode {

    private UntrustedCode() {}

    /**
     * Before anything of the job is made.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code untrusted-without-walls}; DENIED, code {@code untrusted-container}
     */
    static void requireWalls(JobOrder order, RunnerHost host) {
        if (order.untrusted() && !host.walls().stand()) {
            throw without(host.walls().why());
        }
        boolean contained = order.job().job().container().isPresent()
                || !order.job().job().services().isEmpty();
        if (contained) {
            refuseContainer(order);
        }
    }

    /** @throws Problem of kind UNAVAILABLE, code {@code untrusted-without-walls} */
    static void requireGroup(JobOrder order, JobProcesses processes) {
        if (order.untrusted() && !processes.held()) {
            throw without("this host has no control group for the job");
        }
    }

    /** @throws Problem of kind DENIED, code {@code untrusted-container} */
    static void refuseContainer(JobOrder order) {
        if (order.untrusted()) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "untrusted-container",
                    "the code of a pull request from a fork may have no containers",
                    "push it to a branch of this repository after a review, and run it there");
        }
    }

    private static Problem without(String why) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "untrusted-without-walls",
                "the code of a pull request from a fork runs behind walls only: " + why,
                "`slipway doctor` on the server tells what is missing for them");
    }
}
