package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Renewals;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.store.rollout.Environments.Serving;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jooq.DSLContext;

/**
 * What people ask of instances that no longer do as they should: others of the same release in their place, each started
 * and seen healthy before the one that it replaces leaves the traffic.
 */
final class Restarts {

    private static final String TARGET = "command";

    private final Books books;
    private final Plans plans;
    private final Clerk clerk;
    private final InstantSource clock;

    Restarts(Books books, Plans plans, Clerk clerk, InstantSource clock) {
        this.books = books;
        this.plans = plans;
        this.clerk = clerk;
        this.clock = clock;
    }

    /** One instance of what serves. */
    private record Slot(ServiceConfig service, int ordinal, String name) {

        boolean isOf(String wanted) {
            return service.name().equals(wanted);
        }
    }

    /**
     * Asks for a restart of what serves.
     *
     * @param service only its instances
     * @param instance only this one, by its name
     */
    Rollout restart(
            String project,
            String environment,
            Optional<String> service,
            Optional<String> instance,
            Commands.Word word) {
        plans.requireEnvironment(project, environment);
        return books.database().transaction(sql -> {
            books.environments().reserve(sql, project, environment);
            Serving serving = books.environments()
                    .find(sql, project, environment)
                    .filter(found ->
                            found.release().isPresent() && found.rollout().isPresent())
                    .orElseThrow(() -> nothingServes(project, environment));
            refuseBeside(sql, serving);
            Rollout settled = books.rollouts().get(sql, serving.rollout().orElseThrow());
            RolloutPlan.Side of = plans.side(serving.release().orElseThrow(), environment);
            Renewals before = ServedSecrets.renewals(settled);
            List<Slot> chosen =
                    chosen(slots(new Side(of, ServedSecrets.served(settled), before)), service, instance, environment);
            Renewals after = before;
            for (Slot slot : chosen) {
                after = after.and(slot.service().name(), Set.of(slot.ordinal()));
            }
            Progress progress =
                    Progress.start(clock.instant()).withRenewals(after).withPreviousRenewals(before);
            return clerk.restart(sql, serving, progress, word.who(), word.reason("restart asked for"));
        });
    }

    private static Problem nothingServes(String project, String environment) {
        return Problem.of(
                Problem.Kind.CONFLICT,
                "nothing-serves",
                "nothing serves in " + environment + " of " + project,
                "there is nothing to restart; `slipway deploy " + environment + "` brings a release");
    }

    /** What waits at its gates has touched nothing yet; anything else decides itself which instances run. */
    private void refuseBeside(DSLContext sql, Serving serving) {
        books.rollouts().active(sql, serving.project(), serving.name()).stream()
                .filter(rollout -> rollout.state().holdsLane() || rollout.isRestart())
                .findFirst()
                .ifPresent(rollout -> {
                    throw Problem.of(
                            Problem.Kind.CONFLICT,
                            "lane-taken",
                            "rollout " + rollout.id() + " of " + rollout.release() + " is under way in "
                                    + serving.name() + " and decides which instances run there",
                            "wait for it, or call it off with `slipway abort " + rollout.id() + "`");
                });
    }

    private static List<Slot> slots(Side side) {
        List<Slot> slots = new ArrayList<>();
        for (ServiceConfig service : side.of().services()) {
            IntStream.range(0, side.count(service.name()))
                    .mapToObj(ordinal -> new Slot(service, ordinal, Fleet.name(side, service, ordinal)))
                    .forEach(slots::add);
        }
        return slots;
    }

    private static List<Slot> chosen(
            List<Slot> all, Optional<String> service, Optional<String> instance, String environment) {
        List<Slot> ofService = all.stream()
                .filter(slot -> service.map(slot::isOf).orElse(true))
                .toList();
        if (ofService.isEmpty()) {
            throw unknown(
                    "service",
                    service.orElse(""),
                    all.stream().map(slot -> slot.service().name()),
                    environment);
        }
        List<Slot> named = ofService.stream()
                .filter(slot -> instance.map(slot.name()::equals).orElse(true))
                .toList();
        if (named.isEmpty()) {
            throw unknown("instance", instance.orElse(""), ofService.stream().map(Slot::name), environment);
        }
        List<Slot> ours = named.stream()
                .filter(slot -> !slot.service().platform().equals(TARGET))
                .toList();
        if (ours.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "not-restartable",
                    "'" + named.getFirst().service().name() + "' runs on a target of your own, where Slipway has no"
                            + " instance that it could replace",
                    "restart it there; `slipway deploy " + environment + "` brings a release");
        }
        return ours;
    }

    private static Problem unknown(
            String what, String name, java.util.stream.Stream<String> known, String environment) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-" + what,
                "what serves in " + environment + " has no " + what + " '" + name + "'",
                Suggestion.hint(name, known.distinct().toList()));
    }
}
