package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every rollout that is under way a seat: a virtual thread that takes its steps one after the other and sleeps
 * until the next is due or something has happened. At the start every unfinished rollout gets its seat again and begins
 * with an observation, so a restart at any moment goes on where the last transition was written.
 */
public final class RolloutEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutEngine.class);
    static final Duration NAP = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Books books;
    private final Driver driver;
    private final Keeper keeper;
    private final Previews previews;
    private final InstantSource clock;
    private final Map<String, Seat> seats = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public RolloutEngine(Parts parts, Books books, Plans plans, Clerk clerk, Gatehouse gatehouse) {
        this.books = books;
        this.driver = new Driver(parts, gatehouse, clerk, plans, books);
        this.clock = parts.clock();
        this.previews = new Previews(books, clerk, clock);
        this.keeper = new Keeper(parts, books, plans, clerk, previews);
        parts.platform().onChange(this::instanceChanged);
        parts.platform().spares(this::isJudged);
        clerk.wakes(this::wake);
    }

    /** The environments that come with a branch and go with it. */
    public Previews previews() {
        return previews;
    }

    /** Takes up every rollout that is under way, and keeps what serves routed. */
    public void start() {
        keeper.start();
        for (Rollout rollout : books.database().read(sql -> books.rollouts().active(sql))) {
            wake(rollout);
        }
    }

    /** Something has happened that the rollout may be waiting for. */
    public void wake(Rollout rollout) {
        if (closed) {
            return;
        }
        seats.compute(rollout.id(), (_, seat) -> {
            Seat awake = seat == null ? new Seat(rollout) : seat;
            awake.signal.release();
            return awake;
        });
    }

    /** Asks no database: what supervises the instances must not wait for one, nor be forgotten because of one. */
    private void instanceChanged(InstanceStatus instance) {
        for (Seat seat : seats.values()) {
            if (seat.isIn(instance.project(), instance.environment())) {
                seat.signal.release();
            }
        }
        keeper.wake(instance.project(), instance.environment());
    }

    /** Whether a rollout is decided by how the instance does. */
    private boolean isJudged(InstanceStatus instance) {
        return seats.values().stream().anyMatch(seat -> seat.judges(instance));
    }

    /** Ends all seats and waits for them, some seconds; rollouts stay where they are until the next start. */
    @Override
    public void close() {
        closed = true;
        keeper.close();
        List<Seat> taken = List.copyOf(seats.values());
        taken.forEach(Seat::end);
        Instant patience = Instant.now().plus(PATIENCE);
        for (Seat seat : taken) {
            seat.awaitEnd(Duration.between(Instant.now(), patience));
        }
    }

    /**
     * One rollout's thread. No error may end it before the rollout is over: a missing class or a full heap is as likely
     * to pass as a lost connection, and nobody else would take the rollout up.
     */
    private final class Seat {
        private final String id;
        private final String project;
        private final String environment;
        private final String release;
        private final Semaphore signal = new Semaphore(0);
        private final Thread thread;
        private volatile boolean judging = true;
        private String obstacle = "";

        Seat(Rollout rollout) {
            this.id = rollout.id();
            this.project = rollout.project();
            this.environment = rollout.environment();
            this.release = rollout.release();
            this.thread = Thread.ofVirtual().name("rollout " + id).start(this::run);
        }

        boolean isIn(String otherProject, String otherEnvironment) {
            return project.equals(otherProject) && environment.equals(otherEnvironment);
        }

        /** Until its first step is taken it may be in any state. */
        boolean judges(InstanceStatus instance) {
            return judging && isIn(instance.project(), instance.environment()) && release.equals(instance.release());
        }

        private void run() {
            try {
                while (!closed) {
                    signal.drainPermits();
                    Optional<Instant> due = step();
                    if (due.isEmpty() && leave()) {
                        keeper.wake(project, environment);
                        return;
                    }
                    await(due.orElseGet(clock::instant));
                }
            } catch (InterruptedException e) {
                LOG.debug("rollout {} is left where it is", id);
            } finally {
                seats.remove(id, this);
            }
        }

        private Optional<Instant> step() throws InterruptedException {
            try {
                Driver.Stand stand = driver.step(id);
                judging = stand.state().judgesInstances();
                obstacle = "";
                return stand.due();
            } catch (Problem e) {
                if (e.kind() == Problem.Kind.CONFLICT && e.code().equals("stale-version")) {
                    return Optional.of(clock.instant());
                }
                if (!obstacle.equals(e.message())) {
                    LOG.warn("rollout {} cannot go on now and is tried again: {}", id, e.message());
                    obstacle = e.message();
                }
            } catch (RuntimeException | Error e) {
                LOG.error("a step of rollout {} failed and is tried again", id, e);
            }
            return Optional.of(clock.instant().plus(RETRY));
        }

        /** In naps: nothing says that the clock was set, or that the machine has slept, while this waits. */
        private void await(Instant due) throws InterruptedException {
            while (!closed && clock.instant().isBefore(due)) {
                Duration left = Duration.between(clock.instant(), due);
                if (signal.tryAcquire(Math.min(NAP.toMillis(), left.toMillis() + 1), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                    return;
                }
            }
        }

        /** Gives the seat up unless somebody has called meanwhile. */
        private boolean leave() {
            return seats.computeIfPresent(id, (_, seat) -> signal.availablePermits() > 0 ? seat : null) == null;
        }

        private void end() {
            thread.interrupt();
        }

        private void awaitEnd(Duration patience) {
            try {
                if (!patience.isPositive() || !thread.join(patience)) {
                    LOG.warn("rollout {} is still being worked on", id);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
