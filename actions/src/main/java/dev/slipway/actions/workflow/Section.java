package dev.slipway.actions.workflow;

import java.util.Set;

/** Which keys each mapping of a workflow may have, and which of GitHub's keys this release refuses. */
enum Section {
    WORKFLOW("a workflow", "name run-name on env defaults concurrency permissions jobs description", ""),
    PUSH("push", "branches branches-ignore tags tags-ignore paths paths-ignore", "types"),
    PULL_REQUEST("pull_request", "branches branches-ignore paths paths-ignore types", "tags tags-ignore"),
    WORKFLOW_DISPATCH("workflow_dispatch", "inputs", ""),
    INPUT("an input", "description required default type options", "deprecationMessage"),
    CRON("a schedule", "cron", "timezone"),
    DEFAULTS("defaults", "run", ""),
    RUN_DEFAULTS("defaults.run", "shell working-directory", ""),
    CONCURRENCY("concurrency", "group cancel-in-progress queue", ""),
    JOB(
            "a job",
            "name needs if strategy runs-on env defaults outputs timeout-minutes continue-on-error concurrency environment"
                    + " permissions steps",
            "container services uses with secrets snapshot cancel-timeout-minutes"),
    STRATEGY("strategy", "matrix fail-fast max-parallel", ""),
    ENVIRONMENT("environment", "name url", "deployment"),
    STEP(
            "a step",
            "id name if run shell working-directory env uses with timeout-minutes continue-on-error",
            "background wait wait-all cancel parallel");

    private final String title;
    private final String keys;
    private final String unsupported;

    Section(String title, String keys, String unsupported) {
        this.title = title;
        this.keys = keys;
        this.unsupported = unsupported;
    }

    String title() {
        return title;
    }

    Set<String> keys() {
        return Set.of(keys.split(" "));
    }

    Set<String> unsupported() {
        return unsupported.isEmpty() ? Set.of() : Set.of(unsupported.split(" "));
    }
}
