package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.instance.InstanceTransitions;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps instances running on this machine, in whatever housing. Closing it, and killing the program that holds it, leaves
 * the instances running; the next platform on the same folder finds them again.
 */
public class InstancePlatform implements Platform, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPlatform.class);
    private static final String SAFE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final Duration ROTATION_PAUSE = Duration.ofSeconds(1);

    private final Path folders;
    private final SecretSeal seal;
    private final HomeLock lock;
    private final String kind;
    private final PlatformSurroundings around;
    private final Map<String, Supervised> supervised = new ConcurrentHashMap<>();
    private final List<Consumer<InstanceStatus>> listeners = new CopyOnWriteArrayList<>();
    private final Turns turns = new Turns(this::instances);
    private final AtomicBoolean tidying = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Takes the folder, ends what interrupted tasks have left, and looks after the instances found there.
     *
     * @param kind the word in {@code slipway.yml}
     * @param listener told of every change of state; see {@link #onChange}
     * @throws Problem of kind CONFLICT, code {@code instances-in-use}, when another platform holds the folder
     */
    InstancePlatform(
            String kind,
            Path home,
            SecretSeal seal,
            InstantSource clock,
            ProcessOptions options,
            Consumer<InstanceStatus> listener,
            Alarms alarms,
            Builder builder) {
        this.kind = kind;
        this.seal = seal;
        listeners.add(listener);
        try {
            Path root = Tree.privateFolder(home).toRealPath();
            this.lock = HomeLock.take(root);
            this.folders = Tree.privateFolder(root.resolve("run"));
            Housing housing = builder.build(root);
            this.around = new PlatformSurroundings(
                    options,
                    clock,
                    alarms,
                    new Ports(options.firstPort(), options.lastPort()),
                    housing,
                    turns,
                    this::tell,
                    this::forget);
            Map<InstanceFolder, InstanceRecord> known = known();
            housing.begin(known.values().stream().map(InstanceRecord::nonce).toList());
            resume(known);
        } catch (IOException e) {
            throw unusable(home, e);
        }
        rotateLater();
    }

    /** The same, by the clock of this machine. */
    protected InstancePlatform(
            String kind,
            Path home,
            SecretSeal seal,
            InstantSource clock,
            ProcessOptions options,
            Consumer<InstanceStatus> listener,
            Builder builder) {
        this(kind, home, seal, clock, options, listener, Alarms.ofRealTime(), builder);
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public void ensure(InstanceSpec spec) {
        if (!spec.name().matches(SAFE_NAME)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-instance-name",
                    "'" + spec.name() + "' is no name for an instance",
                    "use letters, digits, '.', '_' and '-'");
        }
        supervised.compute(spec.name(), (_, known) -> {
            if (known == null) {
                return create(spec);
            }
            if (!known.supervisor().spec().equals(spec)) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "instance-differs",
                        "there is an instance " + spec.name() + " of another content",
                        "stop it first, or use another name");
            }
            return known.wanted();
        });
    }

    @Override
    public void stop(String name) {
        supervised.computeIfPresent(name, (_, known) -> {
            known.supervisor().post(new Message.Stop());
            return known.unwanted();
        });
    }

    @Override
    public List<InstanceStatus> instances() {
        return supervised.values().stream()
                .map(known -> known.supervisor().status())
                .sorted(Comparator.comparing(InstanceStatus::name))
                .toList();
    }

    @Override
    public Optional<InstanceStatus> instance(String name) {
        return Optional.ofNullable(supervised.get(name))
                .map(known -> known.supervisor().status());
    }

    @Override
    public TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException {
        return around.housing().runTask(spec, command);
    }

    @Override
    public void onChange(Consumer<InstanceStatus> listener) {
        listeners.add(listener);
    }

    @Override
    public void spares(Predicate<InstanceStatus> judged) {
        turns.spare(judged);
    }

    @Override
    public List<String> output(String name, int maxLines) throws InterruptedException {
        try {
            return known(name).lines(Math.max(1, maxLines));
        } catch (IOException e) {
            throw unusable(folders.resolve(name), e);
        }
    }

    @Override
    public OutputReader follow(String name, Optional<String> from, int lines) {
        Optional<OutputPlace> place = from.map(OutputPlace::parse);
        Supervisor supervisor = known(name);
        try {
            return supervisor.follow(place, Math.max(1, lines));
        } catch (NoSuchFileException gone) {
            throw unknown(name);
        } catch (IOException e) {
            throw unusable(folders.resolve(name), e);
        }
    }

    private Supervisor known(String name) {
        Supervised known = supervised.get(name);
        if (known == null) {
            throw unknown(name);
        }
        return known.supervisor();
    }

    private static Problem unknown(String name) {
        return Problem.of(
                Problem.Kind.NOT_FOUND, "instance-unknown", "there is no instance " + name, "list the instances");
    }

    /** Lets go of the instances; they keep running. */
    @Override
    public void close() {
        closed = true;
        supervised.values().forEach(known -> known.supervisor().post(new Message.Leave()));
        supervised.values().forEach(Supervised::leave);
        around.close();
        lock.close();
    }

    private Supervised create(InstanceSpec spec) {
        try {
            around.housing().admit(spec);
            InstanceFolder folder = new InstanceFolder(folders.resolve(spec.name()), seal);
            InstanceRecord record = InstanceRecord.fresh(
                    spec, InstanceTransitions.table().initial(), around.clock().instant());
            folder.delete();
            folder.create(record, spec.secrets());
            Supervised fresh = supervised(spec, folder, record);
            fresh.begin();
            return fresh;
        } catch (IOException e) {
            throw unusable(folders.resolve(spec.name()), e);
        }
    }

    private Map<InstanceFolder, InstanceRecord> known() throws IOException {
        Map<InstanceFolder, InstanceRecord> known = new LinkedHashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folders)) {
            for (Path each : all) {
                InstanceFolder folder = new InstanceFolder(each, seal);
                Optional<InstanceRecord> record = folder.load();
                if (record.isPresent() && record.get().state() != InstanceState.STOPPED) {
                    known.put(folder, record.get());
                } else {
                    folder.delete();
                }
            }
        }
        return known;
    }

    /** All are known before the first begins: what none of them needs is removed when one has come up. */
    private void resume(Map<InstanceFolder, InstanceRecord> known) throws IOException {
        for (Map.Entry<InstanceFolder, InstanceRecord> each : known.entrySet()) {
            InstanceSpec spec = each.getKey().spec(each.getValue());
            supervised.put(spec.name(), supervised(spec, each.getKey(), each.getValue()));
        }
        supervised.values().forEach(Supervised::begin);
    }

    private Supervised supervised(InstanceSpec spec, InstanceFolder folder, InstanceRecord record) {
        Supervisor supervisor = new Supervisor(around, spec, folder, record);
        Thread thread = Thread.ofVirtual().name("instance-" + spec.name()).unstarted(supervisor);
        return new Supervised(supervisor, thread, record.state() != InstanceState.STOPPING);
    }

    private void forget(Supervisor supervisor, InstanceFolder folder) throws IOException {
        folder.delete();
        supervised.computeIfPresent(
                supervisor.spec().name(), (_, known) -> known.isWanted() && !closed ? create(supervisor.spec()) : null);
    }

    /** After a release has come up, there may be one more that nobody needs any longer. */
    private void tidyLater() {
        if (tidying.compareAndSet(false, true)) {
            Thread.ofVirtual().name("tidy-" + kind).start(this::tidy);
        }
    }

    private void tidy() {
        try {
            around.housing()
                    .tidy(supervised.values().stream()
                            .map(known -> known.supervisor().spec().artifact())
                            .collect(Collectors.toSet()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("what is kept of old artifacts could not be removed: {}", Journal.words(e));
        } finally {
            tidying.set(false);
        }
    }

    private void tell(InstanceStatus status) {
        if (status.state() == InstanceState.HEALTHY) {
            tidyLater();
        }
        for (Consumer<InstanceStatus> listener : listeners) {
            try {
                listener.accept(status);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on {}", status.name(), e);
            }
        }
    }

    private void rotateLater() {
        around.alarms()
                .in(
                        ROTATION_PAUSE,
                        () -> Thread.ofVirtual().name("instance-output").start(this::rotate));
    }

    private void rotate() {
        for (Supervised known : supervised.values()) {
            try {
                known.supervisor().output().rotate();
            } catch (IOException e) {
                LOG.warn(
                        "the output of {} could not be rotated",
                        known.supervisor().spec().name(),
                        e);
            }
        }
        if (!closed) {
            rotateLater();
        }
    }

    private static Problem unusable(Path folder, IOException e) {
        return DiskSpace.problem(folder, "instance-folder", "the folder " + folder + " cannot be used", e);
    }

    /** Makes the housing, once the folder is this platform's own. */
    @FunctionalInterface
    public interface Builder {
        Housing build(Path root) throws IOException;
    }

    private record Supervised(Supervisor supervisor, Thread thread, boolean isWanted) {

        void begin() {
            thread.start();
        }

        Supervised wanted() {
            return new Supervised(supervisor, thread, true);
        }

        Supervised unwanted() {
            return new Supervised(supervisor, thread, false);
        }

        /** A start that is under way is waited for: left to itself, the next platform would not find its process. */
        void leave() {
            try {
                if (!thread.join(Duration.ofMillis(200))) {
                    thread.interrupt();
                    thread.join(Duration.ofSeconds(10));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
