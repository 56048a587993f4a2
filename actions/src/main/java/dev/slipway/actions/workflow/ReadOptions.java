package dev.slipway.actions.workflow;

import dev.slipway.actions.schema.Budget;

/**
 * Under which limits a workflow is read.
 *
 * @param calls where the texts of called workflows come from
 * @param mostCharacters of one file
 * @param mostBytes of all files together, as {@link Budget} counts them
 * @param deepest how many sequences and mappings may lie in one another
 * @param mostJobs in all files together; 0 for no bound
 * @param deepestCalls how many workflows may call one another in a row
 * @param grant what a run's token may do where nothing is written
 */
public record ReadOptions(
        CalledWorkflows calls,
        int mostCharacters,
        long mostBytes,
        int deepest,
        int mostJobs,
        int deepestCalls,
        Grant grant) {

    private static final int MEBIBYTE = 1024 * 1024;

    /** GitHub's limits, and no workflow to call. */
    public static final ReadOptions STANDARD =
            new ReadOptions(CalledWorkflows.NONE, MEBIBYTE, 10L * MEBIBYTE, 50, 0, 10, Grant.WRITE);

    /** The same with workflows to call. */
    public ReadOptions calling(CalledWorkflows workflows) {
        return new ReadOptions(workflows, mostCharacters, mostBytes, deepest, mostJobs, deepestCalls, grant);
    }

    Budget budget() {
        return Budget.of(mostBytes, deepest);
    }

    /** What a project grants to runs whose workflow asks for nothing. */
    public enum Grant {
        /** All scopes. */
        WRITE,
        /** Contents and packages may be read. */
        LIMITED_READ
    }
}
