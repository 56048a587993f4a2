package dev.slipway.platforms.container;

import dev.slipway.containers.ContainerView;
import dev.slipway.containers.Containers;
import dev.slipway.containers.EngineAccess;
import dev.slipway.containers.Following;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.Life;
import dev.slipway.platforms.process.Running;
import dev.slipway.platforms.process.TimedLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container that an instance lives in. What it writes is kept, and bounded, by the engine while it is there; before it
 * is removed its last lines move to the instance's own file.
 */
final class ContainerLife implements Life {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerLife.class);
    private static final int KEPT_LINES = 5000;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final EngineAccess engines;
    private final String id;
    private final Path folder;

    ContainerLife(EngineAccess engines, String id, Path folder) {
        this.engines = engines;
        this.id = id;
        this.folder = folder;
    }

    private Containers containers() {
        return engines.require().containers();
    }

    @Override
    public String words() {
        return "container " + id.substring(0, Math.min(12, id.length()));
    }

    @Override
    public Optional<Running> process() {
        return Optional.empty();
    }

    /** The engine may be restarted meanwhile: a wait that breaks says nothing about the container. */
    @Override
    public void onExit(Consumer<OptionalInt> ended) {
        Thread.ofVirtual().name("exit-" + words()).start(() -> watch(ended));
    }

    private void watch(Consumer<OptionalInt> ended) {
        try {
            Optional<ContainerView> view = containers().find(id);
            if (view.filter(ContainerView::running).isEmpty()) {
                ended.accept(view.map(ContainerView::exitCode).orElse(OptionalInt.empty()));
                return;
            }
            var _ = containers().whenEnded(id).whenComplete((code, failure) -> {
                if (failure == null) {
                    ended.accept(OptionalInt.of(code));
                } else {
                    watchLater(ended, failure);
                }
            });
        } catch (Problem problem) {
            watchLater(ended, problem);
        }
    }

    private void watchLater(Consumer<OptionalInt> ended, Throwable failure) {
        LOG.debug("{} cannot be watched just now", words(), failure);
        CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> onExit(ended));
    }

    /** The engine knows more than who has only seen that it runs no more. */
    @Override
    public String ending(OptionalInt code) {
        Optional<ContainerView> view = containers().find(id);
        String words = Life.super.ending(
                view.map(ContainerView::exitCode).filter(OptionalInt::isPresent).orElse(code));
        return view.filter(ContainerView::outOfMemory).isPresent()
                ? words + ", killed because it wanted more memory than resources.memory gives"
                : words;
    }

    /** Its end is known from the engine alone: one that cannot be asked does not say that the container has ended. */
    @Override
    public boolean runs() {
        try {
            return containers().find(id).filter(ContainerView::running).isPresent();
        } catch (Problem away) {
            LOG.debug("whether {} runs cannot be told", words(), away);
            return true;
        }
    }

    /** The engine's own program listens in its place. */
    @Override
    public Optional<List<Long>> pids() {
        return Optional.empty();
    }

    @Override
    public boolean end(Duration grace) throws IOException, InterruptedException {
        CompletableFuture<Integer> ended = containers().whenEnded(id);
        containers().signal(id, "TERM");
        boolean graceful = within(ended, grace);
        clear();
        return graceful;
    }

    private static boolean within(CompletableFuture<Integer> ended, Duration grace) throws InterruptedException {
        try {
            ended.get(grace.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException stillRunning) {
            return false;
        } catch (java.util.concurrent.ExecutionException lost) {
            LOG.debug("the end of a container could not be awaited", lost);
            return false;
        }
    }

    @Override
    public void clear() throws IOException, InterruptedException {
        Containers containers = containers();
        if (containers.find(id).isPresent()) {
            containers.signal(id, "KILL");
            keepOutput();
            containers.remove(id);
        }
    }

    /** With their times, by which a reader knows which of them it has seen. */
    private void keepOutput() throws IOException, InterruptedException {
        List<TimedLine> lines = written(KEPT_LINES).all();
        if (!lines.isEmpty() && Files.isDirectory(folder)) {
            Files.write(
                    folder.resolve("output.log"),
                    lines.stream().map(TimedLine::timed).toList(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    @Override
    public String missing() {
        return "";
    }

    @Override
    public List<String> output(int maxLines) throws InterruptedException {
        return written(maxLines).all().stream().map(TimedLine::text).toList();
    }

    @Override
    public List<TimedLine> timedOutput(int maxLines) throws InterruptedException {
        return written(maxLines).whole();
    }

    private EngineLines written(int maxLines) throws InterruptedException {
        EngineLines lines = new EngineLines();
        try (Following<byte[]> output = containers().timedTail(id, maxLines, lines::add)) {
            output.await();
            return lines;
        } catch (RuntimeException gone) {
            LOG.debug("the output of {} cannot be read", words(), gone);
            return new EngineLines();
        }
    }
}
