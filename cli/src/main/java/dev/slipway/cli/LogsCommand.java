package dev.slipway.cli;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "logs",
        description = "Print the log of a run, of all its jobs or of one; or what an instance has written.",
        footer = {
            "",
            "Examples:",
            "  slipway logs                          (the newest run)",
            "  slipway logs -f run-01jc3k9q5x7v2m8d4h6a",
            "  slipway logs run-01jc3k9q5x7v2m8d4h6a test",
            "  slipway logs --instance production.web.shop-7.4c2d1e.0",
            "  slipway logs -f --instance production.web.shop-7.4c2d1e.0 --lines 20"
        })
final class LogsCommand extends ServerCommand {

    @Parameters(index = "0", paramLabel = "RUN", arity = "0..1", description = "The run; else the newest.")
    Optional<String> run = Optional.empty();

    @Parameters(index = "1", paramLabel = "JOB", arity = "0..1", description = "Id, key or name of a job.")
    Optional<String> job = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            description = "Print lines as they come, until the job is done or the instance has ended.")
    boolean follow;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "The last lines that this instance has written, also in its earlier lives.")
    Optional<String> instance = Optional.empty();

    @Option(names = "--lines", paramLabel = "N", description = "How many of them; 200 unless said, at most 5000.")
    Optional<Integer> lines = Optional.empty();

    LogsCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        Api api = api();
        if (instance.isPresent()) {
            ofInstance(new InstanceLog(api, here, project(), instance.get(), scope.json));
            return OK;
        }
        if (lines.isPresent()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-instance",
                    "--lines is for --instance",
                    "the log of a run is printed whole");
        }
        String id = run.orElseGet(() -> newest(api));
        for (JsonNode each : jobs(api.get(Api.path("runs", id)))) {
            if (!scope.json && job.isEmpty()) {
                say(here.style().bold("== " + text(each, "name")));
            }
            print(api, id, text(each, "id"));
        }
        return OK;
    }

    private void ofInstance(InstanceLog log) {
        if (run.isPresent()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "instance-alone",
                    "--instance takes no run",
                    "name one of them: slipway logs --instance " + instance.orElse("NAME"));
        }
        OptionalInt count = lines.map(OptionalInt::of).orElse(OptionalInt.empty());
        if (follow) {
            log.follow(count);
        } else {
            log.print(count);
        }
    }

    private String newest(Api api) {
        JsonNode runs = api.get(Api.path("projects", project(), "runs") + "?limit=1");
        if (runs.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-runs",
                    "this project has no runs yet",
                    "push to it: git push slipway main");
        }
        return text(runs.get(0), "id");
    }

    private List<JsonNode> jobs(JsonNode one) {
        List<JsonNode> jobs = one.path("jobs")
                .valueStream()
                .filter(each -> job.isEmpty()
                        || List.of(text(each, "id"), text(each, "key"), text(each, "name"))
                                .contains(job.get()))
                .toList();
        if (jobs.isEmpty() && job.isPresent()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-such-job",
                    "the run has no job '" + job.get() + "'",
                    "its jobs: "
                            + String.join(
                                    ", ",
                                    one.path("jobs")
                                            .valueStream()
                                            .map(each -> text(each, "key"))
                                            .toList()));
        }
        return jobs;
    }

    /** Pages until there is nothing new, then follows the stream where that is wanted, from the first unprinted line. */
    private void print(Api api, String id, String jobId) {
        String path = Api.path("runs", id, "jobs", jobId, "log");
        AtomicLong next = new AtomicLong();
        Patience patience = new Patience(here, "no answer from the server; waiting for it");
        boolean done = false;
        while (!done) {
            try {
                done = page(api, path, next);
                patience.answered();
            } catch (Problem problem) {
                if (!follow) {
                    throw problem;
                }
                patience.bear(problem);
            }
        }
    }

    /** @return whether there will be no more */
    private boolean page(Api api, String path, AtomicLong next) {
        long from = next.get();
        JsonNode page = api.get(path + "?from=" + from);
        page.path("lines").forEach(this::line);
        next.set(page.path("next").asLong());
        boolean atEnd = next.get() <= from;
        return atEnd && (page.path("done").asBoolean() || !follow || stream(api, path, next));
    }

    /** @return false when the connection was cut before the job was done */
    private boolean stream(Api api, String path, AtomicLong next) {
        return api.events(path + "/stream?from=" + next.get(), event -> {
            if (event.name().equals("done")) {
                return false;
            }
            if (!event.name().equals("line")) {
                return true;
            }
            JsonNode line = Json.mapper().readTree(event.data());
            if (line.path("n").asLong() >= next.get()) {
                line(line);
                next.set(line.path("n").asLong() + 1);
            }
            return true;
        });
    }

    private void line(JsonNode line) {
        say(scope.json ? line.toString() : text(line, "text"));
    }
}
