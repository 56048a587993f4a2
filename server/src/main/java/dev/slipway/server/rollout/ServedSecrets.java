package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.rollout.Renewals;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Environments.Serving;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The secret versions that an environment runs with, beside those that a deploy would give it. A release with other
 * secrets is worth a rollout of its own, although it serves already.
 */
public final class ServedSecrets {

    private final Books books;
    private final Vault vault;

    ServedSecrets(Books books, Vault vault) {
        this.books = books;
        this.vault = vault;
    }

    /**
     * A secret whose version differs.
     *
     * @param from absent when what serves does not have it
     * @param to absent when it would not be there any more
     */
    public record Change(String name, Optional<Long> from, Optional<Long> to) {}

    /** What a deploy of this side would change; nothing while a secret is missing that it asks for. */
    List<Change> changes(RolloutPlan.Side side, Optional<Serving> serving) {
        Map<String, Long> before =
                serving.flatMap(Serving::rollout).map(this::of).orElse(Map.of());
        if (missing(side).isPresent()) {
            return List.of();
        }
        Map<String, Long> after = vault.newest(side);
        List<Change> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                changes.add(
                        new Change(name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name))));
            }
        }
        return changes;
    }

    private Map<String, Long> of(String rollout) {
        return served(books.database().read(sql -> books.rollouts().get(sql, rollout)));
    }

    /** The secrets of what serves since that rollout settled the environment: its own, or its predecessor's. */
    static Map<String, Long> served(Rollout rollout) {
        return rollout.state() == RolloutState.ROLLED_BACK
                ? rollout.progress().previousSecrets()
                : rollout.progress().secrets();
    }

    /** Likewise what of its instances has been replaced. */
    static Renewals renewals(Rollout rollout) {
        return rollout.state() == RolloutState.ROLLED_BACK
                ? rollout.progress().previousRenewals()
                : rollout.progress().renewals();
    }

    /** What a rollout of the side would fail by, because a secret that it asks for was never set. */
    Optional<String> missing(RolloutPlan.Side side) {
        try {
            vault.newest(side);
            return Optional.empty();
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.NOT_FOUND) {
                return Optional.of(problem.message());
            }
            throw problem;
        }
    }

    static List<String> names(Collection<ServiceConfig> services) {
        return services.stream()
                .flatMap(service -> service.secrets().stream())
                .distinct()
                .toList();
    }
}
