package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceEvent;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.instance.InstanceTransitions;
import dev.slipway.kernel.Masks;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one instance: each state goes to its folder and to whoever watches the platform. Only the instance's
 * supervisor writes; anybody may read.
 */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String COULD_NOT_ACT = "; Slipway could not act: ";
    private static final String WAITS = "; its start waits: ";

    private final Surroundings around;
    private final InstanceSpec spec;
    private final InstanceFolder folder;
    private final Masks masks;
    private volatile InstanceRecord record;
    private volatile Optional<String> note = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    Journal(Surroundings around, InstanceSpec spec, InstanceFolder folder, InstanceRecord record) {
        this.around = around;
        this.spec = spec;
        this.folder = folder;
        this.record = record;
        this.masks = Masks.of(spec.secrets().values());
    }

    InstanceRecord record() {
        return record;
    }

    InstanceState state() {
        return record.state();
    }

    Masks masks() {
        return masks;
    }

    /** To go to disk with the next state. */
    void keep(InstanceRecord next) {
        record = next;
    }

    /** On disk before anything follows from it. */
    void intend(InstanceRecord intent) throws IOException {
        folder.save(intent);
        record = intent;
    }

    /** What stands behind every reason of its present life. */
    void note(String text) {
        note = Optional.of(text).filter(given -> !given.isEmpty());
    }

    /** An act went wrong, and will be tried again; the log has it once for as long as it goes wrong in the same way. */
    void couldNotAct(Message message, Throwable e) {
        String words = words(e);
        if (!trouble.equals(Optional.of(words))) {
            LOG.error("instance {}: {} went wrong, and is tried again", spec.name(), message, e);
        }
        String before = trouble.map(known -> COULD_NOT_ACT + known).orElse("");
        String detail = record.detail();
        String cause = detail.endsWith(before) ? detail.substring(0, detail.length() - before.length()) : detail;
        trouble = Optional.of(words);
        record = record.because(cause + COULD_NOT_ACT + words);
    }

    /** Its start is due, and what it would live in is away. */
    void waits(String why) {
        String detail = record.detail();
        if (!detail.endsWith(WAITS + why)) {
            LOG.warn("instance {}: its start waits: {}", spec.name(), why);
            record = record.because(detail + WAITS + why);
        }
    }

    boolean allows(InstanceEvent event) {
        return InstanceTransitions.table().allows(record.state(), event);
    }

    void become(InstanceEvent event, String why) {
        become(record, event, why);
    }

    /** @param changed the present record with what changes together with the state; nobody sees one without the other */
    void become(InstanceRecord changed, InstanceEvent event, String why) {
        InstanceState next = InstanceTransitions.table().next(record.state(), event);
        record = changed.in(next, around.clock().instant(), masks.mask(why));
        trouble = Optional.empty();
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

    InstanceStatus status() {
        InstanceRecord now = record;
        return now.status(
                note, now.port() == 0 ? Optional.empty() : around.housing().address(spec, room(now)));
    }

    /** What its present life was given. */
    Housing.Room room() {
        return room(record);
    }

    private Housing.Room room(InstanceRecord of) {
        return new Housing.Room(folder.root(), of.nonce(), of.port(), Optional.ofNullable(of.running()));
    }

    static String words(Throwable e) {
        return e instanceof Problem problem
                ? problem.message() + (problem.hint() == null ? "" : "; " + problem.hint()) + " (" + problem.code()
                        + ")"
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
