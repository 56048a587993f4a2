package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The health of one life of an instance: how it is asked, what its answers count for, and when it is asked again. */
final class Checkup {

    /** Between the start and the first answer nobody waits for a whole interval. */
    static final Duration FRESH_PAUSE = Duration.ofMillis(100);

    private final Surroundings around;
    private final InstanceSpec spec;
    private final HealthCount count;

    Checkup(Surroundings around, InstanceSpec spec) {
        this.around = around;
        this.spec = spec;
        this.count = new HealthCount(spec.health());
    }

    /** Takes as long as the instance does. */
    HealthAnswer ask(Life life, Housing.Room room) throws InterruptedException {
        Optional<HealthAnswer> own = life.ask();
        if (own.isPresent()) {
            return own.get();
        }
        Optional<String> address = around.housing().address(spec, room);
        return address.isPresent()
                ? around.probe().ask(address.get(), spec.health())
                : new HealthAnswer(false, true, "it has no address that could be asked");
    }

    /** The first good answer counts only if it was the instance that gave it. */
    static HealthAnswer attributed(HealthAnswer answer, Life life, int port) throws IOException {
        Optional<List<Long>> pids = life.pids();
        return pids.isEmpty() ? answer : Listeners.check(answer, port, pids.get());
    }

    void add(HealthAnswer answer) {
        count.add(answer);
    }

    boolean healthy() {
        return count.healthy();
    }

    boolean unhealthy() {
        return count.unhealthy();
    }

    /** @param starting whether nothing may listen yet */
    Duration pause(boolean starting) {
        Duration interval = spec.health().interval();
        return starting && interval.compareTo(FRESH_PAUSE) > 0 ? FRESH_PAUSE : interval;
    }
}
