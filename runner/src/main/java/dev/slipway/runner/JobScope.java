package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobContexts;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.file.FileHash;
import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.Place;
import dev.slipway.runner.host.RunnerHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the expressions of a running job see: the contexts of its plan, and those that its steps change. */
final class JobScope implements Level {

    private final Contexts planned;
    private final Value.Mapping github;
    private final Path event;
    private final JobSite site;
    private final JobEnvironment environment;
    private final JobWorkspace workspace;
    private final RunnerHost host;
    private final JobReach reach;
    private final boolean debug;
    private final Value.Mapping definition;
    private final StepTable steps = new StepTable();
    private volatile @Nullable Located located;
    private volatile Conclusion conclusion = Conclusion.SUCCESS;

    JobScope(
            JobOrder order,
            Path event,
            JobEnvironment environment,
            JobWorkspace workspace,
            RunnerHost host,
            JobSite site,
            JobReach reach) {
        this.planned = JobContexts.of(order.run(), order.job())
                .secrets(order.secrets())
                .build(Status.SUCCESS);
        this.github = mapping(planned.context("github"));
        this.event = event;
        this.site = site;
        this.environment = environment;
        this.workspace = workspace;
        this.host = host;
        this.reach = reach;
        this.debug = order.debug();
        this.definition = order.run().definition();
    }

    private static Value.Mapping mapping(Optional<Value> value) {
        return value.orElse(Value.Mapping.EMPTY) instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
    }

    @Override
    public Optional<Value> context(String name) {
        return switch (name) {
            case "github" -> Optional.of(github());
            case "env" -> Optional.of(texts(environment.variables()));
            case "steps" -> Optional.of(steps.value());
            case "job" -> Optional.of(site.job(conclusion.text(), definition));
            case "runner" -> Optional.of(Value.Mapping.ofTexts(runner()));
            default -> planned.context(name);
        };
    }

    @Override
    public Status status() {
        return status(conclusion);
    }

    static Status status(Conclusion conclusion) {
        return switch (conclusion) {
            case SUCCESS -> Status.SUCCESS;
            case FAILURE -> Status.FAILURE;
            case CANCELLED -> Status.CANCELLED;
            case SKIPPED -> Status.SKIPPED;
        };
    }

    @Override
    public String hashFiles(List<String> patterns) {
        try {
            return FileHash.of(reach, patterns, workspace.work(), site.home(host, workspace), site::here);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unhashed(patterns, e);
        } catch (IOException e) {
            throw unhashed(patterns, e);
        }
    }

    private static Problem unhashed(List<String> patterns, Exception e) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "hash-files",
                "hashFiles('" + String.join("', '", patterns) + "') failed: " + e.getMessage(),
                "check that the files can be read",
                e);
    }

    @Override
    public Contexts forStep(Map<String, String> own, String key) {
        return with("env", texts(variables(own))).with("github", github().with("action", Value.of(key)));
    }

    /** The variables of the job with some of a step's own over them. */
    Map<String, String> variables(Map<String, String> own) {
        Map<String, String> all = environment.variables();
        all.putAll(own);
        return all;
    }

    @Override
    public Map<String, String> inherited() {
        return Map.of();
    }

    @Override
    public int depth() {
        return 0;
    }

    static Value.Mapping texts(Map<String, String> variables) {
        Map<String, Value> values = new LinkedHashMap<>();
        variables.forEach((name, text) -> values.put(name, Value.of(text)));
        return Value.Mapping.caseSensitive(values);
    }

    @Override
    public Value.Mapping github() {
        Place place = site.place();
        Located found = located;
        if (found == null || !found.place().equals(place)) {
            Value.Mapping here = github.with("workspace", Value.of(place.path(workspace.work())))
                    .with("event_path", Value.of(place.path(event)));
            found = new Located(
                    place,
                    site.api().map(url -> here.with("api_url", Value.of(url))).orElse(here));
            located = found;
        }
        return found.github();
    }

    /** The {@code github} context in the words of a place. */
    private record Located(Place place, Value.Mapping github) {}

    /** The {@code runner} context, by its lower-case names. */
    Map<String, String> runner() {
        Map<String, String> runner = new LinkedHashMap<>();
        runner.put("name", host.name());
        runner.put("os", RunnerHost.os());
        runner.put("arch", RunnerHost.arch());
        runner.put("temp", site.place().path(workspace.temp()));
        runner.put("tool_cache", site.place().path(workspace.toolCache()));
        runner.put("workspace", site.place().path(workspace.root().resolve("work")));
        runner.put("environment", "self-hosted");
        if (debug) {
            runner.put("debug", "1");
        }
        return runner;
    }

    @Override
    public Conclusion conclusion() {
        return conclusion;
    }

    /** The job failed outside of its steps. */
    void failed() {
        if (conclusion == Conclusion.SUCCESS) {
            conclusion = Conclusion.FAILURE;
        }
    }

    /** From now on the job counts as being cancelled, whatever its steps do. */
    void cancelled() {
        conclusion = Conclusion.CANCELLED;
    }

    @Override
    public void ended(StepResult step) {
        known(step);
        count(step.conclusion());
    }

    /** From now on other steps see how a step ended; it does not count for the job yet. */
    void known(StepResult step) {
        steps.put(step);
    }

    /** Takes the end of a step into account. */
    void count(Conclusion end) {
        if (end == Conclusion.FAILURE) {
            failed();
        } else if (end == Conclusion.CANCELLED) {
            conclusion = Conclusion.CANCELLED;
        }
    }
}
