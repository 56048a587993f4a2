package dev.slipway.server.alert;

import dev.slipway.server.rollout.Commands;
import dev.slipway.server.rollout.Overview;
import java.util.Optional;

/** Carries out what alerts order, by the same way that people take. */
public record AlertRollbacks(Overview overview, Commands commands) implements RollbackOrder.Executor {

    @Override
    public String execute(RollbackOrder order) {
        Optional<Overview.EnvironmentView> environment = overview.environments(order.project()).stream()
                .filter(view -> view.name().equals(order.environment()))
                .findFirst();
        if (environment.isEmpty()) {
            return "there is no environment " + order.environment() + " any more";
        }
        if (!isThere(environment.get(), order.release())) {
            return order.release() + " neither serves in " + order.environment() + " nor is on its way there any more";
        }
        String rollout = commands.rollback(
                        order.project(),
                        order.environment(),
                        new Commands.Word("alert " + order.alert(), "the rule says rollback"))
                .id();
        return "rolled back by " + rollout;
    }

    private boolean isThere(Overview.EnvironmentView view, String release) {
        Optional<String> coming = view.rollout().map(id -> overview.find(id).release());
        return coming.map(release::equals).orElseGet(() -> view.release().equals(Optional.of(release)));
    }
}
