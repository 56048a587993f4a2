package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceEvent;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final Surroundings around;
    private final InstanceSpec spec;
    private final InstanceFolder folder;
    private final OutputLog output;
    private final LastLines lastLines;
    private final Journal journal;
    private final BlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
    private volatile boolean leaving;
    private Checkup health;
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
        this.journal = new Journal(around, spec, folder, record);
        this.output = new OutputLog(
                folder.root(), around.options().outputBytes(), around.options().outputFiles());
        this.lastLines = new LastLines(output, journal.masks(), around.housing());
        this.health = new Checkup(around, spec);
        mailbox.add(new Message.Begin());
    }

    InstanceSpec spec() {
        return spec;
    }

    InstanceStatus status() {
        return journal.status();
    }

    OutputLog output() {
        return output;
    }

    void post(Message message) {
        leaving |= message instanceof Message.Leave;
        mailbox.add(message);
    }

    @Override
    public void run() {
        try {
            while (!leaving && state() != InstanceState.STOPPED) {
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
                journal.couldNotAct(message, e);
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
            case Message.Deadline(int of) when of == lives || !record().everHealthy() -> deadlinePassed();
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
     * engine that is away could not begin or end, or could not say of an end, is tried again.
     */
    private void askOn(Message message) {
        switch (message) {
            case Message.Begin _, Message.Stop _ -> later(untilAgain(), new Message.Begin());
            case Message.Answered _ when live != null -> later(spec.health().interval(), new Message.AskHealth(lives));
            case Message.Ended _, Message.Deadline _ -> later(TRY_AGAIN, message);
            case Message.Answered _, Message.AskHealth _, Message.PauseOver _, Message.Leave _ ->
                LOG.trace("{} has nothing to do again after {}", spec.name(), message);
        }
    }

    /** A housing that is away is asked often: when it is back, its instances wait no longer than that. */
    private Duration untilAgain() {
        return around.housing().away().isPresent()
                ? TRY_AGAIN
                : TRY_AGAIN.multipliedBy(1L << Math.min(wrongInRow++, MOST_DOUBLINGS));
    }

    private void begin() throws IOException, InterruptedException {
        switch (state()) {
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
        Instant next = record().nextStart();
        return next == null ? around.clock().instant() : next;
    }

    private void findOrStart() throws IOException, InterruptedException {
        Optional<Life> found = around.housing().find(spec, journal.room());
        if (found.isPresent()) {
            watch(found.get());
            if (state() == InstanceState.STARTING) {
                become(InstanceEvent.STARTED, "found running after a restart of the control plane");
            }
            if (state() == InstanceState.RUNNING) {
                armDeadline(spec.health().startTimeout());
            }
        } else if (state() == InstanceState.STARTING) {
            killStrays();
            start();
        } else {
            killStrays();
            backOff("its process was gone when Slipway came back");
        }
    }

    private void start() throws IOException, InterruptedException {
        boolean first = record().firstStart() == null;
        try {
            Housing.Ready ready = prepare();
            lifeBegan = output.length();
            watch(ready.start());
        } catch (IOException e) {
            cannotStart(DiskSpace.problem(folder.root(), "instance-folder", "it cannot be started", e));
            return;
        } catch (RuntimeException e) {
            cannotStart(e);
            return;
        }
        become(InstanceEvent.STARTED, words() + " on port " + record().port() + " has been started");
        if (first) {
            armFirstDeadline();
        } else if (record().everHealthy()) {
            armDeadline(spec.health().startTimeout());
        }
    }

    private Housing.Ready prepare() throws IOException, InterruptedException {
        String nonce = Nonce.fresh();
        int port = around.ports().take();
        try {
            Housing.Room room = new Housing.Room(folder.root(), nonce, port, Optional.empty());
            Housing.Ready ready = around.housing().prepare(spec, room);
            journal.intend(record().intending(nonce, port, around.clock().instant()));
            return ready;
        } catch (IOException | RuntimeException e) {
            around.ports().giveBack(port);
            throw e;
        }
    }

    private void cannotStart(Exception e) throws IOException, InterruptedException {
        if (leaving) {
            return;
        }
        if (record().restarts() > 0) {
            backOff("could not be started again: " + Journal.words(e));
        } else {
            become(InstanceEvent.CANNOT_START, Journal.words(e));
        }
    }

    private String words() {
        Life current = live;
        return current == null ? "it" : current.words();
    }

    private void watch(Life life) {
        journal.note(life.missing());
        live = life;
        around.ports().claim(record().port());
        life.process().map(record()::running).ifPresent(journal::keep);
        health = new Checkup(around, spec);
        int now = ++lives;
        life.onExit(code -> post(new Message.Ended(now, code)));
        later(Checkup.FRESH_PAUSE, new Message.AskHealth(now));
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
        Checkup asking = health;
        Housing.Room room = journal.room();
        Thread.ofVirtual().name("health-" + spec.name()).start(() -> {
            try {
                post(new Message.Answered(asked, asking.ask(current, room)));
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        });
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
        boolean fresh = state() == InstanceState.RUNNING;
        HealthAnswer checked = answer.good() && fresh ? Checkup.attributed(answer, current, record().port()) : answer;
        health.add(checked);
        switch (state()) {
            case RUNNING, UNHEALTHY -> {
                if (health.healthy()) {
                    disarm();
                    become(InstanceEvent.BECAME_HEALTHY, checked.words());
                } else {
                    journal.keep(record().because(checked.words()));
                    if (hangs()) {
                        endHanging(checked.words());
                    }
                }
            }
            case HEALTHY -> {
                if (health.unhealthy()) {
                    forgive();
                    become(InstanceEvent.BECAME_UNHEALTHY, checked.words());
                }
            }
            case STARTING, BACKING_OFF, FAILED, STOPPING, STOPPED -> LOG.trace("{} is not asked any more", spec.name());
        }
        boolean starting = state() == InstanceState.RUNNING && !answer.listening();
        later(health.pause(starting), new Message.AskHealth(lives));
    }

    /** Answers of its present life alone count: what it did while nobody looked is not known. */
    private boolean hangs() {
        Instant now = around.clock().instant();
        return state() == InstanceState.UNHEALTHY
                && health.unhealthy()
                && spec.health()
                        .restartAfter()
                        .filter(limit -> !now.isBefore(record().since().plus(limit)))
                        .isPresent();
    }

    private void endHanging(String answer) throws IOException, InterruptedException {
        Optional<String> obstacle = around.turns().take(status());
        if (obstacle.isPresent()) {
            journal.keep(record().because(answer + "; it hangs and is not started anew yet: " + obstacle.get()));
            return;
        }
        try {
            Duration hung = Duration.between(record().since(), around.clock().instant());
            journal.keep(record().because(answer + "; it hangs and is being ended"));
            endProcess();
            backOff(InstanceEvent.HUNG, "it hung: unhealthy for " + Durations.words(hung) + ", " + answer);
        } finally {
            around.turns().over(spec.name());
        }
    }

    /** While it is still known for how long it was healthy. */
    private void forgive() {
        if (around.options().backoff().isForgiven(record(), around.clock().instant())) {
            journal.keep(record().forgiven());
        }
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
        backOff(InstanceEvent.ENDED_UNASKED, why);
    }

    private void backOff(InstanceEvent event, String why) throws InterruptedException {
        Instant now = around.clock().instant();
        Backoff backoff = around.options().backoff();
        int ends = backoff.isForgiven(record(), now) ? 1 : record().endsInRow() + 1;
        Duration pause = backoff.pause(ends, ThreadLocalRandom.current());
        letGo();
        if (record().everHealthy()) {
            disarm();
        }
        lastEnd = Optional.of(why);
        journal.become(
                record().pausing(ends, now.plus(pause)), event, why + "; next start in " + Durations.words(pause));
        pause(pause);
    }

    private void pause(Duration pause) {
        later(pause, new Message.PauseOver(lives));
    }

    private void pauseOver() throws IOException, InterruptedException {
        if (state() != InstanceState.BACKING_OFF) {
            return;
        }
        Optional<String> away = around.housing().away();
        if (away.isPresent()) {
            journal.waits(away.get());
            pause(TRY_AGAIN);
        } else {
            become(InstanceEvent.PAUSE_OVER, "starting again");
            start();
        }
    }

    private void armFirstDeadline() {
        Instant first = record().firstStart();
        if (!record().everHealthy() && first != null) {
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
        if (state() != InstanceState.RUNNING && state() != InstanceState.BACKING_OFF) {
            return;
        }
        String why = "not healthy within " + Durations.words(spec.health().startTimeout()) + ": ";
        if (state() == InstanceState.BACKING_OFF) {
            why += lastEnd.orElse(record().detail());
        } else {
            endProcess();
            why += record().detail() + lastWords();
        }
        if (record().everHealthy()) {
            backOff(why);
        } else {
            letGo();
            become(InstanceEvent.START_TIMED_OUT, why);
        }
    }

    private void stop() throws IOException, InterruptedException {
        if (journal.allows(InstanceEvent.STOP_ASKED)) {
            disarm();
            become(InstanceEvent.STOP_ASKED, "asked to stop");
            finishStop();
        }
    }

    private void finishStop() throws IOException, InterruptedException {
        if (live == null) {
            around.housing().find(spec, journal.room()).ifPresent(this::watch);
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
        if (!record().nonce().isEmpty()) {
            around.housing().clear(spec, journal.room());
        }
    }

    private void letGo() {
        live = null;
        lives++;
        around.ports().giveBack(record().port());
    }

    /** The last lines that it has written, masked; also those of its earlier lives. */
    List<String> lines(int maxLines) throws IOException, InterruptedException {
        return lastLines.read(maxLines, 0, live);
    }

    /** Reads on in what it writes, until it is over. */
    FollowedOutput follow(Optional<OutputPlace> from, int lines) throws IOException {
        FollowedOutput.Source source = new FollowedOutput.Source(
                output, journal.masks(), around.housing()::kept, () -> live, () -> isOver(state()));
        return from.isPresent() ? FollowedOutput.on(source, from.get()) : FollowedOutput.last(source, lines);
    }

    private static boolean isOver(InstanceState state) {
        return state == InstanceState.FAILED || state == InstanceState.STOPPED;
    }

    /** Of its present life, for earlier ones have mostly said the same. */
    private String lastLines() throws IOException, InterruptedException {
        return lastLines.words(lifeBegan, live);
    }

    /** A life that has only begun when its time is over has no words of its own: then those of the one before say more. */
    private String lastWords() throws IOException, InterruptedException {
        String lines = lastLines();
        return lines.equals(LastLines.NONE)
                ? lines + lastEnd.map(end -> "; the start before it: " + end).orElse("")
                : lines;
    }

    private InstanceRecord record() {
        return journal.record();
    }

    private InstanceState state() {
        return journal.state();
    }

    private void become(InstanceEvent event, String why) {
        journal.become(event, why);
    }
}
