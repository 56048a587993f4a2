package dev.slipway.server.run;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.workflow.Permissions;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.JobOrder;
import dev.slipway.runner.JobOutcome;
import dev.slipway.runner.JobPorts;
import dev.slipway.runner.JobProgress;
import dev.slipway.runner.JobRunner;
import dev.slipway.runner.StepResult;
import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.runner.cache.CacheStore;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.action.ProjectActions;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.JobReading;
import dev.slipway.server.identity.JobIdentity;
import dev.slipway.server.results.JobGrant;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunSerials;
import dev.slipway.store.run.Runs;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one leg on this host, with its log and its steps shown as they happen. */
final class LegRunner {

    private static final Logger LOG = LoggerFactory.getLogger(LegRunner.class);

    private final JobRunner runner;
    private final RunSources sources;
    private final RunSettings settings;
    private final ArtifactStore artifacts;
    private final CacheStore caches;
    private final JobLogs logs;
    private final RunLedger ledger;
    private final JobServices services;
    private final ActionRepositories actions;

    LegRunner(
            JobRunner runner,
            RunSources sources,
            RunSettings settings,
            ArtifactStore artifacts,
            CacheStore caches,
            JobLogs logs,
            RunLedger ledger,
            JobServices services,
            ActionRepositories actions) {
        this.runner = runner;
        this.sources = sources;
        this.settings = settings;
        this.artifacts = artifacts;
        this.caches = caches;
        this.logs = logs;
        this.ledger = ledger;
        this.services = services;
        this.actions = actions;
    }

    /** Names an attempt of a leg on this host, also after a restart. */
    static String attempt(Job job) {
        return job.id() + "-" + job.attempt();
    }

    JobOutcome run(Run run, LiveRun live, PlannedJob leg, Job job, CancelToken cancel)
            throws IOException, InterruptedException {
        Optional<PullFacts> pull = PullFacts.of(run.eventJson());
        boolean stranger = pull.filter(PullFacts::stranger).isPresent();
        CacheScope cache = new CacheScope(
                run.project(), run.ref(), othersCaches(run, pull), leg.run().cacheMode(leg.job()));
        Optional<String> environment = leg.environment();
        JobGrant grant = new JobGrant(run.id(), attempt(job), cache);
        JobKeys.Right right = right(run.project(), leg, stranger);
        Optional<JobIdentity> identity = stranger ? Optional.empty() : JobIdentities.of(leg);
        try (JobServices.Visit visit = services.open(grant, identity, right, leg.timeout())) {
            String token = visit.key().token();
            Map<String, String> secrets = stranger ? new LinkedHashMap<>() : secrets(run.project(), leg, environment);
            secrets.put("GITHUB_TOKEN", token);
            JobOrder order = new JobOrder(
                    attempt(job),
                    withVariables(leg.run().withToken(token), run.project(), environment),
                    leg,
                    new ActionCall.Facts(
                            run.id(),
                            RunPlans.repository(run.project()),
                            run.project(),
                            run.ref(),
                            run.commit(),
                            cache),
                    secrets,
                    false,
                    stranger);
            JobLogFile log = logs.open(run.id(), job.id());
            JobPorts ports = new JobPorts(
                    log,
                    new ActionCall.Stores(
                            sources,
                            artifacts,
                            this::named,
                            caches,
                            actions(run, stranger),
                            new JobProjects(new JobReading(right, sources), sources)),
                    visit.access(),
                    new ShownSteps(run, job.id()),
                    Optional.of(visit));
            return runner.run(order, ports, cancel);
        } finally {
            logs.close(job.id());
        }
    }

    private Optional<String> named(String project, String number) {
        return ledger.database()
                .read(sql -> Runs.find(sql, RunSerials.id(sql, number)))
                .filter(run -> run.project().equals(project))
                .map(Run::id);
    }

    /** Those of the branch that a pull request goes to, and of the default branch. */
    private List<String> othersCaches(Run run, Optional<PullFacts> pull) {
        String defaultRef = "refs/heads/" + sources.defaultBranch(run.project());
        return pull.map(facts -> List.of("refs/heads/" + facts.base(), defaultRef))
                .orElse(List.of(defaultRef));
    }

    /** What the permissions of the job say; where nothing is written, it may read. That of strangers never writes, and reads no other project. */
    private static JobKeys.Right right(String project, PlannedJob leg, boolean stranger) {
        Permissions written = leg.run().permissions(leg.job());
        Permissions.Access contents = (written.isExplicit() ? written : Permissions.LIMITED_READ).access("contents");
        Set<JobKeys.Power> powers = EnumSet.noneOf(JobKeys.Power.class);
        if (contents != Permissions.Access.NONE) {
            powers.add(JobKeys.Power.FETCH);
        }
        if (!written.isExplicit() || written.access("actions") != Permissions.Access.NONE) {
            powers.add(JobKeys.Power.ARTIFACTS);
        }
        if (!stranger) {
            powers.add(JobKeys.Power.NEIGHBOURS);
        }
        if (contents == Permissions.Access.WRITE && !stranger) {
            powers.add(JobKeys.Power.PUSH);
        }
        return new JobKeys.Right(project, powers);
    }

    private PlannedRun withVariables(PlannedRun plan, String project, Optional<String> environment) {
        return environment.isEmpty()
                ? plan
                : plan.with(Value.Mapping.ofTexts(settings.variables(project, environment)));
    }

    /** What the job's workflow sees of the project's, and over it those of the job's own environment. */
    private Map<String, String> secrets(String project, PlannedJob leg, Optional<String> environment) {
        Map<String, String> plain = settings.secrets(project, Optional.empty());
        Map<String, String> secrets = new LinkedHashMap<>(leg.run().secrets(plain));
        if (environment.isPresent()) {
            settings.secrets(project, environment).forEach((name, value) -> {
                if (!value.equals(plain.get(name))) {
                    secrets.put(name, value);
                }
            });
        }
        return secrets;
    }

    private ProjectActions actions(Run run, boolean stranger) {
        return new ProjectActions(
                actions,
                sources.actionLock(run.project(), RunPlans.definition(run)).map(ActionLock::read),
                JobProjects.ofActions(run.project(), stranger, sources));
    }

    /** Writes the steps into the job's row as they begin and end. */
    private final class ShownSteps implements JobProgress {

        private final Run run;
        private final String job;
        private final List<StepView> steps = new ArrayList<>();

        ShownSteps(Run run, String job) {
            this.run = run;
            this.job = job;
        }

        @Override
        public synchronized void stepStarted(int number, String name, Instant at) {
            steps.add(new StepView(number, name, null, at, null));
            show();
        }

        @Override
        public synchronized void stepFinished(StepResult result) {
            steps.removeIf(step -> step.number() == result.number());
            steps.add(StepView.of(result));
            show();
        }

        private void show() {
            String json = Json.write(steps.stream()
                    .sorted(Comparator.comparingInt(StepView::number))
                    .toList());
            try {
                ledger.database().execute(sql -> Jobs.progress(sql, job, json));
                ledger.news(run);
            } catch (Problem e) {
                if (e.kind() != Problem.Kind.UNAVAILABLE) {
                    throw e;
                }
                LOG.warn("the steps of job {} are shown later: {}", job, e.message());
            }
        }
    }
}
