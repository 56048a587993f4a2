package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceEvent;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.instance.InstanceTransitions;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Masks;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees one instance through its life. One virtual thread takes messages one after the other and alone changes the
 * record; whoever wants something posts a message. Intent is written before a process is started, and after a restart of
 * the control plane the supervisor first looks what runs and then acts.
 */
final class Supervisor implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FRESH_PAUSE = Duration.ofMillis(100);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final int DETAIL_LINES = 20;

    private final Surroundings around;
    private final InstanceSpec spec;
    private final InstanceFolder folder;
    private final OutputLog output;
    private final Masks masks;
    private final BlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
    private volatile InstanceRecord record;
    private volatile boolean leaving;
    private volatile Optional<String> note = Optional.empty();
    private HealthCount health;
    private volatile @Nullable Life live;
    private Alarms.@Nullable Cancel deadline;
    private int lives;
    private int wrongInRow;
    private long lifeBegan;
    private Optional<String> lastEnd = Optional.empty();

    Supervisor(Surroundings around, InstanceSpec spec, InstanceFolder folder, InstanceRecord record) {
        this.around = around;
        this.spec = spec;
        this.folder = folder;
        this.record = record;
        this.output = new OutputLog(
                folder.root(), around.options().outputBytes(), around.options().outputFiles());
        this.masks = Masks.of(spec.secrets().values());
        this.health = new HealthCount(spec.health());
        mailbox.add(new Message.Begin());
    }

    InstanceSpec spec() {
        return spec;
    }

    InstanceStatus status() {
        InstanceRecord now = record;
        return now.status(
                note, now.port() == 0 ? Optional.empty() : around.housing().address(spec, room(now)));
    }

    OutputLog output() {
        return output;
    }

    Masks masks() {
        return masks;
    }

    void post(Message message) {
        leaving |= message instanceof Message.Leave;
        mailbox.add(message);
    }

    @Override
    public void run() {
        try {
            while (!leaving && record.state() != InstanceState.STOPPED) {
                handle(mailbox.take());
            }
        } catch (InterruptedException leave) {
            LOG.debug("left {} as it is", spec.name());
        }
    }

    private void handle(Message message) throws InterruptedException {
        try {
            act(message);
            wrongInRow = 0;
        } catch (IOException | RuntimeException | Error e) {
            if (!leaving) {
                LOG.error("instance {}: {} went wrong", spec.name(), message, e);
                record = record.because(record.detail() + "; Slipway could not act: " + words(e));
                askOn(message);
            }
        }
    }

    private void act(Message message) throws IOException, InterruptedException {
        switch (message) {
            case Message.Begin() -> begin();
            case Message.Stop() -> stop();
            case Message.Ended(int of, OptionalInt code) when of == lives -> ended(code);
            case Message.AskHealth(int of) when of == lives -> askHealth();
            case Message.Answered(int of, HealthAnswer answer) when of == lives -> answered(answer);
            case Message.Deadline(int of) when of == lives || !record.everHealthy() -> deadlinePassed();
            case Message.PauseOver(int of) when of == lives -> pauseOver();
            case Message.Ended _,
                    Message.AskHealth _,
                    Message.Answered _,
                    Message.Deadline _,
                    Message.PauseOver _,
                    Message.Leave _ -> LOG.trace("{} lets {} pass", spec.name(), message);
        }
    }

    /**
     * The next question follows from an answer: it must not be lost with an answer that could not be used. And what an
     * engine that is away could not begin or end is tried again.
     */
    private void askOn(Message message) {
        if (message instanceof Message.Begin || message instanceof Message.Stop) {
            later(TRY_AGAIN.multipliedBy(1L << Math.min(wrongInRow++, MOST_DOUBLINGS)), new Message.Begin());
        }
        if (message instanceof Message.Answered && live != null) {
            later(spec.health().interval(), new Message.AskHealth(lives));
        }
    }

    private void begin() throws IOException, InterruptedException {
        switch (record.state()) {
            case STARTING, RUNNING, HEALTHY, UNHEALTHY -> findOrStart();
            case BACKING_OFF -> {
                armFirstDeadline();
                pause(Duration.between(around.clock().instant(), nextStart()));
            }
            case FAILED -> killStrays();
            case STOPPING -> finishStop();
            case STOPPED -> around.forget(this, folder);
        }
    }

    private Instant nextStart() {
        Instant next = record.nextStart();
        return next == null ? around.clock().instant() : next;
    }

    private void findOrStart() throws IOException, InterruptedException {
        Optional<Life> found = around.housing().find(spec, room());
        if (found.isPresent()) {
            watch(found.get());
            if (record.state() == InstanceState.STARTING) {
                become(InstanceEvent.STARTED, "found running after a restart of the control plane");
            }
            if (record.state() == InstanceState.RUNNING) {
                armDeadline(spec.health().startTimeout());
            }
        } else if (record.state() == InstanceState.STARTING) {
            killStrays();
            start();
        } else {
            killStrays();
            backOff("its process was gone when Slipway came back");
        }
    }

    private void start() throws IOException, InterruptedException {
        boolean first = record.firstStart() == null;
        try {
            String nonce = Nonce.fresh();
            int port = around.ports().take();
            Housing.Ready ready;
            try {
                ready = around.housing().prepare(spec, new Housing.Room(folder.root(), nonce, port, Optional.empty()));
                InstanceRecord intent =
                        record.intending(nonce, port, around.clock().instant());
                folder.save(intent);
                record = intent;
            } catch (IOException | RuntimeException e) {
                around.ports().giveBack(port);
                throw e;
            }
            lifeBegan = output.length();
            watch(ready.start());
        } catch (IOException e) {
            cannotStart(DiskSpace.problem(folder.root(), "instance-folder", "it cannot be started", e));
            return;
        } catch (RuntimeException e) {
            cannotStart(e);
            return;
        }
        become(InstanceEvent.STARTED, words() + " on port " + record.port() + " has been started");
        if (first) {
            armFirstDeadline();
        } else if (record.everHealthy()) {
            armDeadline(spec.health().startTimeout());
        }
    }

    private void cannotStart(Exception e) throws IOException, InterruptedException {
        if (leaving) {
            return;
        }
        if (record.restarts() > 0) {
            backOff("could not be started again: " + words(e));
        } else {
            become(InstanceEvent.CANNOT_START, words(e));
        }
    }

    private String words() {
        Life current = live;
        return current == null ? "it" : current.words();
    }

    /** What its present life was given. */
    private Housing.Room room() {
        return room(record);
    }

    private Housing.Room room(InstanceRecord of) {
        return new Housing.Room(folder.root(), of.nonce(), of.port(), Optional.ofNullable(of.running()));
    }

    private void watch(Life life) {
        note = Optional.of(life.missing()).filter(text -> !text.isEmpty());
        live = life;
        around.ports().claim(record.port());
        record = life.process().map(record::running).orElse(record);
        health = new HealthCount(spec.health());
        int now = ++lives;
        life.onExit(code -> post(new Message.Ended(now, code)));
        later(FRESH_PAUSE, new Message.AskHealth(now));
    }

    private Alarms.Cancel later(Duration delay, Message message) {
        return around.alarms().in(delay, () -> post(message));
    }

    private void askHealth() {
        Life current = live;
        if (current == null) {
            return;
        }
        int asked = lives;
        Housing.Room room = room();
        Thread.ofVirtual().name("health-" + spec.name()).start(() -> {
            try {
                post(new Message.Answered(asked, answer(current, room)));
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private HealthAnswer answer(Life life, Housing.Room room) throws InterruptedException {
        Optional<HealthAnswer> own = life.ask();
        if (own.isPresent()) {
            return own.get();
        }
        Optional<String> address = around.housing().address(spec, room);
        return address.isPresent()
                ? around.probe().ask(address.get(), spec.health())
                : new HealthAnswer(false, true, "it has no address that could be asked");
    }

    private void answered(HealthAnswer answer) throws IOException, InterruptedException {
        Life current = live;
        if (current == null) {
            return;
        }
        if (!answer.good() && !current.runs()) {
            ended(OptionalInt.empty());
            return;
        }
        HealthAnswer checked =
                answer.good() && record.state() == InstanceState.RUNNING ? checked(answer, current) : answer;
        health.add(checked);
        switch (record.state()) {
            case RUNNING, UNHEALTHY -> {
                if (health.healthy()) {
                    disarm();
                    become(InstanceEvent.BECAME_HEALTHY, checked.words());
                } else {
                    record = record.because(checked.words());
                }
            }
            case HEALTHY -> {
                if (health.unhealthy()) {
                    become(InstanceEvent.BECAME_UNHEALTHY, checked.words());
                }
            }
            case STARTING, BACKING_OFF, FAILED, STOPPING, STOPPED -> LOG.trace("{} is not asked any more", spec.name());
        }
        Duration interval = spec.health().interval();
        boolean fresh = record.state() == InstanceState.RUNNING && !answer.listening();
        later(fresh && interval.compareTo(FRESH_PAUSE) > 0 ? FRESH_PAUSE : interval, new Message.AskHealth(lives));
    }

    private HealthAnswer checked(HealthAnswer answer, Life current) throws IOException {
        Optional<List<Long>> pids = current.pids();
        return pids.isEmpty() ? answer : Listeners.check(answer, record.port(), pids.get());
    }

    private void ended(OptionalInt exitCode) throws IOException, InterruptedException {
        Life current = live;
        if (current == null) {
            return;
        }
        String ending = current.ending(exitCode);
        current.clear();
        backOff(current.words() + " " + ending + lastLines());
    }

    private void backOff(String why) throws InterruptedException {
        Instant now = around.clock().instant();
        Backoff backoff = around.options().backoff();
        boolean forgiven = record.state() == InstanceState.HEALTHY
                && Duration.between(record.since(), now).compareTo(backoff.forgivenAfter()) >= 0;
        int ends = forgiven ? 1 : record.endsInRow() + 1;
        Duration pause = backoff.pause(ends, ThreadLocalRandom.current());
        letGo();
        if (record.everHealthy()) {
            disarm();
        }
        record = record.pausing(ends, now.plus(pause));
        lastEnd = Optional.of(why);
        become(InstanceEvent.ENDED_UNASKED, why + "; next start in " + pause.toMillis() + " ms");
        pause(pause);
    }

    private void pause(Duration pause) {
        later(pause, new Message.PauseOver(lives));
    }

    private void pauseOver() throws IOException, InterruptedException {
        if (record.state() == InstanceState.BACKING_OFF) {
            become(InstanceEvent.PAUSE_OVER, "starting again");
            start();
        }
    }

    private void armFirstDeadline() {
        Instant first = record.firstStart();
        if (!record.everHealthy() && first != null) {
            Instant until = first.plus(spec.health().startTimeout());
            armDeadline(Duration.between(around.clock().instant(), until));
        }
    }

    private void armDeadline(Duration in) {
        disarm();
        deadline = later(in, new Message.Deadline(lives));
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private void deadlinePassed() throws IOException, InterruptedException {
        if (record.state() != InstanceState.RUNNING && record.state() != InstanceState.BACKING_OFF) {
            return;
        }
        String why = "not healthy within " + spec.health().startTimeout().toMillis() + " ms: ";
        if (record.state() == InstanceState.BACKING_OFF) {
            why += lastEnd.orElse(record.detail());
        } else {
            endProcess();
            why += record.detail() + lastLines();
        }
        if (record.everHealthy()) {
            backOff(why);
        } else {
            letGo();
            become(InstanceEvent.START_TIMED_OUT, why);
        }
    }

    private void stop() throws IOException, InterruptedException {
        if (InstanceTransitions.table().allows(record.state(), InstanceEvent.STOP_ASKED)) {
            disarm();
            become(InstanceEvent.STOP_ASKED, "asked to stop");
            finishStop();
        }
    }

    private void finishStop() throws IOException, InterruptedException {
        if (live == null) {
            around.housing().find(spec, room()).ifPresent(this::watch);
        }
        endProcess();
        letGo();
        killStrays();
        become(InstanceEvent.ENDED, "stopped");
        around.forget(this, folder);
    }

    private void endProcess() throws IOException, InterruptedException {
        Life current = live;
        if (current != null) {
            current.end(Duration.ofMillis(spec.stopGraceMillis()));
        }
    }

    /** What an earlier life of the control plane may have left running, without a leader that is known. */
    private void killStrays() throws IOException, InterruptedException {
        if (!record.nonce().isEmpty()) {
            around.housing().clear(spec, room());
        }
    }

    private void letGo() {
        live = null;
        lives++;
        around.ports().giveBack(record.port());
    }

    /** The last lines that it has written, masked; also those of its earlier lives. */
    List<String> lines(int maxLines) throws IOException, InterruptedException {
        return lines(maxLines, 0);
    }

    private List<String> lines(int maxLines, long since) throws IOException, InterruptedException {
        Life current = live;
        List<String> lines = new ArrayList<>(output.tail(maxLines, masks, since));
        if (current != null) {
            current.output(maxLines).stream().map(masks::mask).forEach(lines::add);
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - maxLines), lines.size()));
    }

    /** Of its present life, for earlier ones have mostly said the same. */
    private String lastLines() throws IOException, InterruptedException {
        List<String> lines = lines(DETAIL_LINES, lifeBegan);
        return lines.isEmpty() ? "; it wrote nothing" : "; its last lines:\n" + String.join("\n", lines);
    }

    private void become(InstanceEvent event, String why) {
        InstanceState next = InstanceTransitions.table().next(record.state(), event);
        record = record.in(next, around.clock().instant(), masks.mask(why));
        try {
            folder.save(record);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the state of instance {} could not be written", spec.name(), e);
            record = record.because(record.detail() + "; this state could not be written: " + words(e));
        }
        LOG.info(
                "instance {} is {}: {}",
                spec.name(),
                next,
                record.detail().lines().findFirst().orElse(""));
        around.tell(status());
    }

    private static String words(Throwable e) {
        return e instanceof Problem problem
                ? problem.message() + " (" + problem.code() + ")"
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
