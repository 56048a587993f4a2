package dev.slipway.actions.workflow;

/**
 * What GitHub's language has beside the ordinary, and whether this release can do it. The reader refuses what cannot be
 * done, with its place; {@code docs/actions-compatibility.md} is made of this table.
 */
public enum Feature {
    /** The events that happen here. */
    COMMON_EVENTS(
            Group.EVENTS,
            "`push`, `pull_request`, `pull_request_target`, `create`, `delete`, `schedule`, `workflow_dispatch`, `repository_dispatch`, `workflow_run`",
            true,
            "with all filters; pull requests where the project follows a forge"),
    /** A called workflow's own trigger. */
    WORKFLOW_CALL(Group.EVENTS, "`workflow_call`", true, "a file with this trigger alone never starts by itself"),
    /** Any other event. */
    OTHER_EVENTS(
            Group.EVENTS,
            "all other events",
            true,
            "read with their filters; they never happen here, which a warning says"),
    /** Cron lines by another clock than UTC. */
    SCHEDULE_TIMEZONE(Group.EVENTS, "`schedule.timezone`", true, "names of the IANA time zone database"),
    /** Legs of a matrix, given by values or by an expression. */
    MATRIX(Group.JOBS, "`strategy`", true, "`include`, `exclude`, `fail-fast`, `max-parallel`, `fromJSON` matrices"),
    /** What a job gets from an environment. */
    ENVIRONMENTS(
            Group.JOBS,
            "`environment`",
            true,
            "its gates (reviewers, wait timer, branches, freezes, checks) before the first step, its secrets and variables, `url`"),
    /** {@code environment.deployment}. */
    ENVIRONMENT_DEPLOYMENT(
            Group.JOBS,
            "`environment.deployment`",
            true,
            "gates, secrets and variables are the same with `false`; a job makes no record of a deployment here, rollouts do"),
    /** Groups of runs and jobs. */
    CONCURRENCY(
            Group.JOBS,
            "`concurrency`",
            true,
            "of workflows and jobs, with `cancel-in-progress` and `queue: max`; one runs, one waits, a newer one takes its place"),
    /** Jobs that are other workflows. */
    REUSABLE_WORKFLOWS(
            Group.JOBS,
            "`uses` of a job",
            true,
            "workflows of the same commit and of other repositories, ten deep; `with`, `secrets`, outputs, a matrix over the call"),
    /** Jobs inside of a container. */
    CONTAINER(
            Group.JOBS,
            "`container`",
            true,
            "on a host with Docker or Podman; `options` are read here and what is not known is refused; stock actions in"
                    + " there reach artifacts, caches, identity tokens and git"),
    /** Containers beside a job. */
    SERVICES(Group.JOBS, "`services`", true, "on a host with Docker or Podman; ports are published on the loopback"),
    /** Images of the host. */
    SNAPSHOT(Group.JOBS, "`snapshot`", false, "hosts are not images here"),
    /** What jobs may do with caches. */
    CACHE_MODE(
            Group.JOBS,
            "`cache-mode`",
            true,
            "of workflows, jobs and calls; without it `read` after `pull_request_target` and `workflow_run`"),
    /** How long steps may go on behind a cancellation. */
    CANCEL_TIMEOUT(Group.JOBS, "`cancel-timeout-minutes`", true, "5 minutes where nothing is written"),
    /** Hosts that are no Linux. */
    OTHER_SYSTEMS(
            Group.JOBS,
            "`runs-on` of Windows and macOS",
            false,
            "use ubuntu-latest, or self-hosted; only such a job, or leg of a matrix, fails"),
    /** The actions that the runner performs itself. */
    NATIVE_ACTIONS(Group.STEPS, "the common `actions/*`", true, "performed by the runner itself"),
    /** Actions of the repository. */
    LOCAL_ACTIONS(Group.STEPS, "`uses: ./path`", true, "composite, JavaScript and Docker actions"),
    /** Actions of other repositories. */
    REMOTE_ACTIONS(
            Group.STEPS,
            "`uses` of other repositories",
            true,
            "composite, JavaScript and Docker actions, fetched once and pinned by a lock file"),
    /** Containers as steps. */
    DOCKER_ACTIONS(Group.STEPS, "`uses: docker://image`", true, "on a host with Docker or Podman"),
    /** Shells of Windows. */
    OTHER_SHELLS(
            Group.STEPS,
            "`powershell`, `cmd`",
            false,
            "use bash, sh, python or pwsh; only a step that comes to one here fails"),
    /** Steps that run beside others. */
    BACKGROUND_STEPS(
            Group.STEPS,
            "`background`, `wait`, `wait-all`, `cancel`, `parallel`",
            true,
            "ten at a time; what a step sets is seen once it has been waited for");

    private final Group group;
    private final String title;
    private final boolean supported;
    private final String note;

    Feature(Group group, String title, boolean supported, String note) {
        this.group = group;
        this.title = title;
        this.supported = supported;
        this.note = note;
    }

    public Group group() {
        return group;
    }

    /** In the language's own words, as Markdown. */
    public String title() {
        return title;
    }

    public boolean supported() {
        return supported;
    }

    /** What it covers; for what is refused, what to do instead. */
    public String note() {
        return note;
    }

    /** Where a feature is written. */
    public enum Group {
        /** Under {@code on}. */
        EVENTS,
        /** Under {@code jobs}. */
        JOBS,
        /** Under {@code steps}. */
        STEPS
    }
}
