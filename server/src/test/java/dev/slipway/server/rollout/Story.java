package dev.slipway.server.rollout;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.RolloutState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One way that a rollout can go.
 *
 * @param name in words
 * @param config of the release that is brought
 * @param before what is wrong before it is asked for
 * @param steps what people do on the way, each when the rollout stands in a state
 * @param end where it ends
 * @param serves which of the two releases serves then
 */
record Story(
        String name,
        String config,
        BiConsumer<Stage, Release> before,
        List<RolloutHouse.Step> steps,
        RolloutState end,
        Serves serves) {

    /** What surrounds a story. */
    record Stage(RolloutHouse house, ServingPlatform platform) {}

    /** Which release serves at the end. */
    enum Serves {
        OLD,
        NEW
    }

    /** Something that a person tells a rollout. */
    @FunctionalInterface
    interface Order {
        Object give(Commands commands, String rollout, Commands.Word word);
    }

    static Story of(String name, String config) {
        return new Story(name, config, (_, _) -> {}, List.of(), RolloutState.SUCCEEDED, Serves.NEW);
    }

    Story with(BiConsumer<Stage, Release> trouble) {
        return new Story(name, config, trouble, steps, end, serves);
    }

    Story ails(ServingPlatform.Ailment ailment) {
        return with((stage, release) -> stage.platform().ail(release.id(), ailment));
    }

    /** In that state somebody does this. */
    Story when(RolloutState state, RolloutHouse.Act act) {
        List<RolloutHouse.Step> more = new ArrayList<>(steps);
        more.add(new RolloutHouse.Step(state, act));
        return new Story(name, config, before, List.copyOf(more), end, serves);
    }

    /** In that state somebody gives this order. */
    Story when(RolloutState state, Order order) {
        return when(state, ordering(order));
    }

    static RolloutHouse.Act ordering(Order order) {
        return (house, rollout) -> order.give(house.commands(), rollout.id(), new Commands.Word("bea", "it has to be"));
    }

    Story ends(RolloutState state, Serves release) {
        return new Story(name, config, before, steps, state, release);
    }

    @Override
    public String toString() {
        return name;
    }
}
