package dev.slipway.platforms.container;

import dev.slipway.containers.ContainerPlan;
import dev.slipway.containers.ContainerView;
import dev.slipway.containers.CreateOptions;
import dev.slipway.containers.Engine;
import dev.slipway.containers.EngineAccess;
import dev.slipway.containers.Labelled;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.Housing;
import dev.slipway.platforms.process.Life;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.TimedLine;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances live in containers. Each life of an instance is one container, named by instance and nonce: a start that is
 * done twice finds the container of the first time.
 */
final class ContainerHousing implements Housing {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerHousing.class);
    private static final String DATA = "/slipway/data";

    private final EngineAccess engines;
    private final InstanceImages images;
    private final InstanceLabels labels;
    private final Path data;
    private final ProcessOptions options;

    ContainerHousing(
            EngineAccess engines, InstanceImages images, InstanceLabels labels, Path root, ProcessOptions options) {
        this.engines = engines;
        this.images = images;
        this.labels = labels;
        this.data = root.resolve("data");
        this.options = options;
    }

    @Override
    public void admit(InstanceSpec spec) throws IOException {
        images.require(spec.artifact());
    }

    @Override
    public Ready prepare(InstanceSpec spec, Room room) throws IOException, InterruptedException {
        Engine engine = engines.require();
        String image = images.ensure(engine, spec.artifact());
        ContainerPlan plan = draft(spec, image, name(spec, room.nonce()), spec.command())
                .labels(labels.of(spec, room.nonce()))
                .ports(List.of("127.0.0.1:" + room.port() + ":" + spec.port()))
                .env(Map.of("PORT", Integer.toString(spec.port())))
                .plan();
        return () -> start(engine, plan, room);
    }

    private Life start(Engine engine, ContainerPlan plan, Room room) {
        String id = create(engine, plan);
        try {
            engine.containers().start(id);
        } catch (Problem problem) {
            engine.containers().remove(id);
            throw problem;
        }
        return new ContainerLife(engines, id, room.folder());
    }

    private static String create(Engine engine, ContainerPlan plan) {
        try {
            return engine.containers().create(plan);
        } catch (Problem problem) {
            if (problem.code().equals("container-name-taken")) {
                return engine.containers()
                        .find(plan.name())
                        .map(ContainerView::id)
                        .orElseThrow(() -> problem);
            }
            throw problem;
        }
    }

    /** The nonce makes the name unique, the instance makes it readable. */
    static String name(InstanceSpec spec, String nonce) {
        return "slipway-" + spec.name() + "-" + nonce.substring(0, Math.min(8, nonce.length()));
    }

    private ContainerPlan.Draft draft(InstanceSpec spec, String image, String name, List<String> command)
            throws IOException {
        Path kept = Files.createDirectories(data.resolve(fileName(spec.project()))
                .resolve(fileName(spec.environment()))
                .resolve(fileName(spec.service())));
        ContainerPlan.Draft draft = ContainerPlan.of(image, name)
                .env(variables(spec))
                .mounts(List.of(new ContainerPlan.Mount(kept, DATA, false)))
                .options(CreateOptions.parse(limits(spec)));
        return command.isEmpty()
                ? draft
                : draft.entrypoint(Optional.of(command.getFirst())).command(command.subList(1, command.size()));
    }

    private String limits(InstanceSpec spec) {
        StringBuilder words = new StringBuilder("--log-driver json-file --log-opt max-size=")
                .append(options.outputBytes())
                .append(" --log-opt max-file=")
                .append(options.outputFiles() + 1);
        spec.resources()
                .memoryBytes()
                .ifPresent(bytes -> words.append(" --memory ")
                        .append(bytes)
                        .append(" --memory-swap ")
                        .append(bytes));
        spec.resources().cpu().ifPresent(cpu -> words.append(" --cpus ").append(cpu));
        return words.toString();
    }

    private static Map<String, String> variables(InstanceSpec spec) {
        Map<String, String> env = new TreeMap<>(spec.env());
        env.putAll(spec.secrets());
        env.put("SLIPWAY_PROJECT", spec.project());
        env.put("SLIPWAY_ENVIRONMENT", spec.environment());
        env.put("SLIPWAY_SERVICE", spec.service());
        env.put("SLIPWAY_RELEASE", spec.release());
        env.put("SLIPWAY_INSTANCE", spec.name());
        env.put("SLIPWAY_DATA", DATA);
        return env;
    }

    private static String fileName(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        return encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded;
    }

    @Override
    public Optional<Life> find(InstanceSpec spec, Room room) {
        if (room.nonce().isEmpty()) {
            return Optional.empty();
        }
        Engine engine = engines.require();
        return engine.containers().list(labels.life(room.nonce())).stream()
                .filter(found -> engine.containers()
                        .find(found.id())
                        .filter(ContainerView::running)
                        .isPresent())
                .findFirst()
                .map(found -> new ContainerLife(engines, found.id(), room.folder()));
    }

    @Override
    public void clear(InstanceSpec spec, Room room) throws IOException, InterruptedException {
        for (Labelled found : engines.require().containers().list(labels.life(room.nonce()))) {
            new ContainerLife(engines, found.id(), room.folder()).clear();
        }
    }

    @Override
    public TimedLine kept(String line) {
        return TimedLine.parse(line);
    }

    @Override
    public Optional<String> away() {
        try {
            engines.require();
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem.message());
        }
    }

    @Override
    public TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException {
        try {
            Engine engine = engines.require();
            String image = images.ensure(engine, spec.artifact());
            ContainerPlan plan = draft(spec, image, "slipway-task-" + java.util.UUID.randomUUID(), command)
                    .labels(labels.ofTask(spec))
                    .plan();
            return new ContainerTask(
                            engine, options.taskTimeout(), spec.secrets().values())
                    .run(plan);
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "task-failed",
                    "the task cannot be run: " + e.getMessage(),
                    "see that the disk has room and that Slipway may write there",
                    e);
        }
    }

    @Override
    public void begin(List<String> nonces) {
        if (!engines.isKnown()) {
            return;
        }
        try {
            Engine engine = engines.require();
            for (Labelled found : engine.containers().list(labels.all())) {
                if (!InstanceLabels.isLifeOf(found.labels(), nonces)) {
                    LOG.info("removing container {}, which belongs to no instance", found.id());
                    engine.containers().remove(found.id());
                }
            }
        } catch (Problem problem) {
            LOG.warn("containers of no instance may be left: {}", problem.message());
        }
    }

    @Override
    public void tidy(Set<Digest> needed) throws IOException {
        if (engines.isKnown()) {
            images.tidy(engines.require(), needed);
        }
    }

    @Override
    public void close() {
        engines.close();
    }
}
