package dev.slipway.runner;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.Container;
import dev.slipway.containers.ContainerPlan;
import dev.slipway.containers.ContainerView;
import dev.slipway.containers.Containers;
import dev.slipway.containers.Engine;
import dev.slipway.containers.Following;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.container.ImagePull;
import dev.slipway.runner.container.JobContainer;
import dev.slipway.runner.container.JobFolders;
import dev.slipway.runner.container.JobLabels;
import dev.slipway.runner.container.ServiceHealth;
import dev.slipway.runner.file.MountTable;
import dev.slipway.runner.host.OutputLines;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The containers of one job: started before its steps, ended behind them, in the order of ContainerOperationProvider.cs
 * of GitHub's runner. All of them carry the job's label, so that a later life of this program finds what a crash left.
 */
final class JobContainers {

    private static final String API = "GITHUB_API_URL";

    private final RunningJob job;
    private final ContainerOrders orders;
    private final Map<String, String> services = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();

    private JobContainers(RunningJob job, ContainerOrders orders) {
        this.job = job;
        this.orders = orders;
    }

    /** @throws Problem with a position when what the job asks for is wrong */
    static JobContainers of(RunningJob job) {
        return new JobContainers(job, ContainerOrders.of(job.order().job().job(), job.scope()));
    }

    /** @return whether the steps of the job may run */
    boolean start() throws InterruptedException {
        return orders.isEmpty() || step("Initialize containers", this::startAll);
    }

    /** Ends and removes them, whatever has become of the job. */
    void stop() throws InterruptedException {
        try {
            if (!orders.isEmpty()) {
                step("Stop containers", this::stopAll);
            }
        } finally {
            job.network().leave();
        }
    }

    private boolean step(String title, Work work) throws InterruptedException {
        int number = job.nextNumber();
        Instant startedAt = job.clock().instant();
        job.ports().progress().stepStarted(number, title, startedAt);
        Conclusion conclusion = Conclusion.FAILURE;
        try {
            conclusion = work.perform(number) ? Conclusion.SUCCESS : conclusion;
        } catch (Problem problem) {
            job.log().error(number, problem.message() + (problem.hint() == null ? "" : "\n" + problem.hint()));
        } catch (IOException e) {
            job.log().error(number, title + " failed: " + e);
        }
        if (conclusion == Conclusion.FAILURE && job.cancel().cancelled()) {
            conclusion = Conclusion.CANCELLED;
        }
        job.ended(new StepResult(
                number,
                Optional.empty(),
                title,
                conclusion,
                conclusion,
                Map.of(),
                startedAt,
                job.clock().instant()));
        return conclusion == Conclusion.SUCCESS;
    }

    private boolean startAll(int number) throws IOException, InterruptedException {
        Engine engine = job.engines().require(orders.position());
        job.log()
                .say(
                        number,
                        "Container engine " + engine.version() + " at "
                                + engine.address().uri());
        JobNetwork.Joined network = job.network().join(engine, number);
        job.site().container("network", network.name());
        if (orders.job().isPresent() && !startJob(engine, network, orders.job().get(), number)) {
            return false;
        }
        for (ContainerOrders.Order service : orders.services()) {
            if (!startService(engine, network, service, number)) {
                return false;
            }
        }
        return healthy(engine.containers(), number);
    }

    private boolean startJob(Engine engine, JobNetwork.Joined network, ContainerOrders.Order order, int number)
            throws IOException, InterruptedException {
        MountTable mounts = JobFolders.ofJob(job.workspace(), engine.address(), job.host());
        Map<String, String> more = new HashMap<>(Map.of("HOME", JobFolders.HOME));
        ContainerPlan.Draft draft = draft(order, network.name(), more)
                .mounts(mounts.mounts())
                .hosts(network.hosts())
                .workingDirectory(mounts.inside(job.workspace().work()).orElse("/"))
                .entrypoint(Optional.of("tail"))
                .command(List.of("-f", "/dev/null"));
        Optional<String> id = run(engine, order, draft, number);
        if (id.isEmpty()) {
            return false;
        }
        ContainerView view = engine.containers().find(id.get()).orElseThrow(() -> gone(order));
        if (!view.running()) {
            say(engine.containers(), id.get(), number);
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "job-container-ended",
                    order.position() + ": the container of " + order.container().image()
                            + " ended at once; it must have the program 'tail'",
                    "use an image with a shell and the usual small tools");
        }
        job.site().container("id", id.get());
        network.door().map(door -> door.access().actions().get(API)).ifPresent(job.site()::api);
        job.site().moved(new JobContainer(engine.containers(), id.get(), mounts, view.env()));
        return true;
    }

    private static Problem gone(ContainerOrders.Order order) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "container-gone",
                order.position() + ": the container of " + order.container().image() + " is gone",
                "has somebody removed it?");
    }

    private boolean startService(Engine engine, JobNetwork.Joined network, ContainerOrders.Order order, int number)
            throws InterruptedException {
        ContainerPlan.Draft draft = draft(order, network.name(), Map.of())
                .entrypoint(order.container().entrypoint())
                .command(order.container()
                        .command()
                        .map(dev.slipway.containers.CreateOptions::arguments)
                        .orElse(List.of()));
        Optional<String> id = run(engine, order, draft, number);
        if (id.isPresent()) {
            ContainerView view = engine.containers().find(id.get()).orElseThrow(() -> gone(order));
            services.put(order.name(), id.get());
            if (!view.running()) {
                say(engine.containers(), id.get(), number);
                job.log().warning(number, "Docker container " + id.get() + " is not in running state.");
            }
            job.site().service(order.name(), id.get(), network.name(), ContainerOrders.shownPorts(view.ports()));
        }
        return id.isPresent();
    }

    private ContainerPlan.Draft draft(ContainerOrders.Order order, String network, Map<String, String> more) {
        Container container = order.container();
        Map<String, String> env = new LinkedHashMap<>(Map.of("GITHUB_ACTIONS", "true", "CI", "true"));
        env.putAll(container.env());
        env.putAll(more);
        return ContainerPlan.of(container.image(), JobLabels.name(job.order().id(), order.name()))
                .env(env)
                .labels(job.engines().labels(job.order().id()))
                .volumes(container.volumes())
                .ports(container.ports())
                .network(network, order.name())
                .options(order.options());
    }

    private Optional<String> run(Engine engine, ContainerOrders.Order order, ContainerPlan.Draft draft, int number)
            throws InterruptedException {
        job.log()
                .say(
                        number,
                        "##[group]Starting " + order.name() + " container of "
                                + order.container().image());
        try {
            new ImagePull(engine.images(), text -> job.log().say(number, text), job.stopped())
                    .ensure(order.container());
            if (job.cancel().cancelled()) {
                return Optional.empty();
            }
            String id = engine.containers().create(draft.plan());
            engine.containers().start(id);
            return Optional.of(id);
        } catch (Problem problem) {
            throw Problem.of(
                    problem.kind(),
                    problem.code(),
                    order.position() + ": " + problem.message(),
                    problem.hint(),
                    problem);
        } finally {
            job.log().say(number, "##[endgroup]");
        }
    }

    private boolean healthy(Containers containers, int number) throws InterruptedException {
        for (Map.Entry<String, String> service : services.entrySet()) {
            Optional<Boolean> healthy = ServiceHealth.await(containers, service.getValue(), job.stopped());
            if (healthy.isEmpty()) {
                return false;
            }
            if (healthy.get()) {
                job.log().say(number, service.getKey() + " service is healthy.");
            } else {
                failed.add(service.getKey());
                job.log().say(number, "##[group]Service container " + service.getKey() + " failed.");
                say(containers, service.getValue(), number);
                job.log().say(number, "##[endgroup]");
                job.log().error(number, "Failed to initialize container of the service " + service.getKey());
            }
        }
        if (!failed.isEmpty()) {
            job.log().error(number, "One or more containers failed to start.");
        }
        return failed.isEmpty();
    }

    private void say(Containers containers, String id, int number) throws InterruptedException {
        try (OutputLines lines = OutputLines.to(line -> job.log().say(number, line.text()));
                Following<byte[]> output = containers.output(id, false, chunk -> lines.write(chunk, 0, chunk.length))) {
            output.await();
        }
    }

    private boolean stopAll(int number) throws InterruptedException {
        Engine engine = job.engines().require();
        for (Map.Entry<String, String> service : services.entrySet()) {
            if (!failed.contains(service.getKey())) {
                job.log().say(number, "##[group]Output of the service " + service.getKey());
                say(engine.containers(), service.getValue(), number);
                job.log().say(number, "##[endgroup]");
            }
        }
        JobLabels.removeAll(engine, job.order().id());
        return true;
    }

    /** What happens within one of the two steps. */
    @FunctionalInterface
    private interface Work {
        boolean perform(int number) throws IOException, InterruptedException;
    }
}
