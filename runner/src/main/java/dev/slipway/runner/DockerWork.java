package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.containers.CreateOptions;
import dev.slipway.containers.Engine;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.container.ActionContainer;
import dev.slipway.runner.container.ImagePull;
import dev.slipway.runner.container.JobFolders;
import dev.slipway.runner.file.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs an action that is a container image: before the job, in its place, behind the job; after ContainerActionHandler.cs
 * of GitHub's runner.
 */
final class DockerWork {

    private static final String PREFIX = "docker://";
    private static final Map<String, String> BUILT = Map.of("dev.slipway.action", "1");

    private final StepCall call;
    private final RunningJob job;
    private final String image;
    private final Optional<ActionFolder> folder;
    private final Optional<Action.Runs.Docker> docker;
    private final Map<String, String> inputs;

    private DockerWork(
            StepCall call,
            String image,
            Optional<ActionFolder> folder,
            Optional<Action.Runs.Docker> docker,
            Map<String, String> inputs) {
        this.call = call;
        this.job = call.job();
        this.image = image;
        this.folder = folder;
        this.docker = docker;
        this.inputs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.inputs.putAll(inputs);
    }

    /** The action of a folder. */
    static DockerWork of(StepCall call, ActionFolder folder, Action.Runs.Docker docker, Map<String, String> inputs) {
        return new DockerWork(call, docker.image(), Optional.of(folder), Optional.of(docker), inputs);
    }

    /** An image without more, as {@code uses: docker://image} names it. */
    static DockerWork of(StepCall call, String image, Map<String, String> inputs) {
        return new DockerWork(call, PREFIX + image, Optional.empty(), Optional.empty(), inputs);
    }

    /** Runs the action itself. The post step is noted first: it runs also when this fails. */
    StepEnd main() throws IOException, InterruptedException {
        docker.flatMap(Action.Runs.Docker::postEntrypoint)
                .ifPresent(program -> job.posts().push(post(docker.get(), program)));
        Optional<String> program = docker.flatMap(Action.Runs.Docker::entrypoint)
                .or(() -> Optional.ofNullable(inputs.get("entrypoint")).filter(text -> !text.isBlank()));
        return run(program, call);
    }

    /** Runs what goes before all steps of the job. */
    StepEnd pre(String program) throws IOException, InterruptedException {
        return run(Optional.of(program), call);
    }

    private StepEnd run(Optional<String> program, StepCall at) throws IOException, InterruptedException {
        UntrustedCode.refuseContainer(job.order());
        Engine engine = job.engines().require(call.step().position());
        Contexts contexts = at.contexts().with("inputs", Value.Mapping.ofTexts(inputs));
        JobNetwork.Joined network = job.network().join(engine, at.number());
        MountTable mounts = mounts(engine);
        String found = image(engine, at);
        if (at.stop().reason().isPresent()) {
            return at.stop().reason().get();
        }
        ActionContainer place = new ActionContainer(
                engine,
                job.order().id(),
                job.engines().labels(job.order().id()),
                found,
                program,
                mounts,
                network.name(),
                network.hosts());
        StepProgram process = StepProgram.of(at, place);
        Map<String, String> environment = process.environment();
        inputs.forEach((name, text) -> environment.put(UsesWork.variable(name), place.translated(text)));
        docker.ifPresent(action -> action.env().evaluateTexts(contexts).forEach(environment::putIfAbsent));
        at.effects().state().forEach((name, text) -> environment.put("STATE_" + name, text));
        job.network().tell(environment, place, JobAccess::actions);
        environment.put("HOME", JobFolders.HOME);
        return process.run(arguments(contexts), place.path(job.workspace().work()));
    }

    private MountTable mounts(Engine engine) throws IOException {
        MountTable own = JobFolders.ofAction(job.workspace(), engine.address());
        return own.with(job.site().place().mounts());
    }

    private List<String> arguments(Contexts contexts) {
        boolean written = docker.filter(action -> !action.args().isEmpty()).isPresent();
        return written
                ? docker.get().args().stream()
                        .map(argument -> argument.evaluateText(contexts))
                        .toList()
                : CreateOptions.arguments(inputs.getOrDefault("args", ""));
    }

    private String image(Engine engine, StepCall at) throws IOException, InterruptedException {
        if (image.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            String name = image.substring(PREFIX.length());
            new ImagePull(
                            engine.images(),
                            text -> job.log().say(at.number(), text),
                            at.stop().asked())
                    .ensure(name, Optional.empty());
            return name;
        }
        return build(engine, folder.orElseThrow(), at);
    }

    /** Named by where the action is from, so that the next build finds the layers of this one. */
    private String build(Engine engine, ActionFolder action, StepCall at) throws IOException, InterruptedException {
        Path dockerfile = action.folder().resolve(image).normalize();
        if (!dockerfile.startsWith(action.folder()) || !Files.isRegularFile(dockerfile)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-dockerfile",
                    docker.orElseThrow().position() + ": the action has no file '" + image + "'",
                    "name a Dockerfile of the action, or an image as docker://image");
        }
        String origin = action.origin()
                .map(Object::toString)
                .orElseGet(() -> job.order().facts().repository() + "/"
                        + job.workspace().work().relativize(action.folder()));
        job.log().say(at.number(), "##[group]Building docker image");
        try {
            return engine.images()
                    .build(
                            dockerfile.resolveSibling(""),
                            dockerfile,
                            "slipway-action:" + Digest.of(origin).hex().substring(0, 24),
                            BUILT,
                            text -> job.log().say(at.number(), text),
                            at.stop().asked());
        } finally {
            job.log().say(at.number(), "##[endgroup]");
        }
    }

    private PostStep post(Action.Runs.Docker action, String program) {
        boolean continues = call.step()
                .continueOnError()
                .map(template -> template.evaluate(call.contexts()).truthy())
                .orElse(false);
        return new PostStep(
                "Post " + call.title(),
                () -> holds(action.postIf(), job.scope().status()),
                number -> run(Optional.of(program), at(number, action.postIf())),
                continues);
    }

    private boolean holds(Condition condition, Status status) {
        Contexts contexts = call.level().forStep(call.own(), call.step().key());
        return condition.holds(contexts.with(status));
    }

    /** The same call at the end of the job. */
    private StepCall at(int number, Condition condition) {
        return call.later(number, () -> holds(condition, Status.CANCELLED));
    }
}
