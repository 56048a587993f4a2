package dev.slipway.edge.traffic;

/**
 * A request's place at an instance: it counts as in flight there, and at the release, until {@link #end}. One thread at a
 * time.
 */
public final class Admission {

    private final Table table;
    private final Arm arm;
    private InstanceTraffic instance;
    private boolean ended;

    Admission(Table table, Arm arm, InstanceTraffic instance) {
        this.table = table;
        this.arm = arm;
        this.instance = instance;
    }

    public ReleaseTraffic release() {
        return arm.traffic();
    }

    public InstanceTraffic instance() {
        return instance;
    }

    /** How many instances the release had when the request was admitted. */
    public int instances() {
        return arm.instances().size();
    }

    Table table() {
        return table;
    }

    Arm arm() {
        return arm;
    }

    void enter() {
        arm.traffic().enter();
        instance.enter();
    }

    void leave() {
        instance.leave();
        arm.traffic().leave();
    }

    void moveTo(InstanceTraffic next) {
        next.enter();
        instance.leave();
        instance = next;
    }

    /**
     * The request is over; more calls do nothing.
     *
     * @param nanos since its head was complete
     */
    public void end(Outcome outcome, long nanos) {
        if (!ended) {
            ended = true;
            arm.traffic().count(outcome, nanos);
            instance.count(outcome == Outcome.FAILED || outcome == Outcome.SERVER_ERROR);
            leave();
        }
    }

    /** The request goes elsewhere: it is in flight here no more and does not count here. */
    void giveUp() {
        if (!ended) {
            ended = true;
            leave();
        }
    }
}
