package dev.slipway.server.ui;

import dev.slipway.actions.run.JobState;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.kernel.Problem;
import dev.slipway.server.run.JobReviews;
import dev.slipway.server.run.Reruns;
import dev.slipway.server.run.RunOrigin;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run: its jobs, their steps and logs. */
final class RunPage implements RouteSource {

    private static final int KEPT_CHARACTERS = 8 << 20;
    private static final String RUN = "/runs/{run}";
    private static final String JOB = RUN + "/jobs/{job}";

    private final UiParts parts;
    private final Pages pages;
    private final Summaries summaries = new Summaries(KEPT_CHARACTERS);

    RunPage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        Access read = Access.lookedUp(Scope.READ, Role.VIEWER, parts.runs()::project);
        Access steer = Access.lookedUp(Scope.WRITE, Role.MAINTAINER, parts.runs()::project);
        LogLines lines = new LogLines(parts.runs());
        return List.of(
                new Route(Method.GET, RUN, read, exchange -> show(exchange, Optional.empty()), "Page: one run."),
                new Route(
                        Method.GET,
                        JOB,
                        read,
                        exchange -> show(exchange, Optional.of(exchange.path("job"))),
                        "Page: one run with a job's steps and log."),
                new Route(Method.GET, JOB + "/lines", read, lines::stream, "Server-sent lines of a log, for its page."),
                new Route(Method.GET, JOB + "/log.txt", read, this::text, "A whole log as text."),
                new Route(Method.POST, RUN + "/cancel", steer, this::cancel, "Form of the page: cancel the run."),
                new Route(
                        Method.POST,
                        RUN + "/review",
                        Access.lookedUp(Scope.REVIEW, Role.REVIEWER, parts.runs()::project),
                        this::review,
                        "Form of the page: decide about jobs that wait for an environment."),
                new Route(Method.POST, RUN + "/rerun", steer, this::rerun, "Form of the page: run it again."));
    }

    private void show(Exchange exchange, Optional<String> wanted) {
        String id = parts.runs().id(exchange);
        Run run = parts.runs().row(id);
        List<Job> jobs = parts.database().read(sql -> Jobs.ofRun(sql, id));
        List<Run> attempts = parts.database().read(sql -> Runs.attempts(sql, run));
        Optional<Job> opened = wanted.map(job -> named(jobs, job)).or(() -> mostTelling(jobs));
        Frame frame = pages.frame(
                exchange,
                RunPageView.title(run),
                new Crumb(run.project(), "/projects/" + run.project()),
                new Crumb("Runs", "/projects/" + run.project() + "/runs"));
        pages.show(
                exchange,
                "run",
                frame,
                new RunPageView(
                        run,
                        jobs,
                        JobGraph.of(jobs),
                        opened,
                        parts.runs().artifacts(run),
                        attempts,
                        parts.runs().entries(run),
                        parts.runs().origins(List.of(run)).getOrDefault(id, RunOrigin.OURS),
                        parts.runs().unreleased(run),
                        summaries(jobs)));
    }

    private List<RunPageView.Summary> summaries(List<Job> jobs) {
        return jobs.stream()
                .filter(job -> !job.summary().isBlank())
                .map(job -> new RunPageView.Summary(job, summaries.html(job.summary())))
                .toList();
    }

    private static Job named(List<Job> jobs, String id) {
        return jobs.stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-job",
                        "this run has no job '" + id + "'",
                        "the run lists its jobs"));
    }

    /** The first that failed, else the first that runs, else the first of all. */
    private static Optional<Job> mostTelling(List<Job> jobs) {
        return first(jobs, JobState.FAILED)
                .or(() -> first(jobs, JobState.RUNNING))
                .or(() -> jobs.stream().findFirst());
    }

    private static Optional<Job> first(List<Job> jobs, JobState state) {
        return jobs.stream().filter(job -> job.state() == state).findFirst();
    }

    private void text(Exchange exchange) {
        String run = parts.runs().id(exchange);
        String job = exchange.path("job");
        exchange.http()
                .contentType("text/plain; charset=utf-8")
                .result(new LogText(from -> parts.runs().log(run, job, from)));
    }

    private void rerun(Exchange exchange) {
        boolean failed = exchange.form().containsKey("failed");
        String again = parts.runCommands()
                .rerun(
                        parts.runs().id(exchange),
                        failed ? Reruns.Extent.FAILED : Reruns.Extent.ALL,
                        exchange.principal().name());
        exchange.seeOther("/runs/" + again);
    }

    private void review(Exchange exchange) {
        String id = parts.runs().id(exchange);
        Map<String, String> form = exchange.form();
        boolean approved = form.getOrDefault("decision", "").equals("approve");
        parts.runCommands()
                .decide(
                        id,
                        new JobReviews.Word(
                                approved ? Approval.Decision.APPROVED : Approval.Decision.REJECTED,
                                Optional.ofNullable(form.get("environment")),
                                exchange.principal().name(),
                                form.getOrDefault("comment", "").strip()));
        exchange.seeOther("/runs/" + id);
    }

    private void cancel(Exchange exchange) {
        String id = parts.runs().id(exchange);
        parts.runCommands().cancel(id, exchange.principal().name());
        exchange.seeOther("/runs/" + id);
    }
}
