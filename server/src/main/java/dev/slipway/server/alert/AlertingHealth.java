package dev.slipway.server.alert;

import dev.slipway.server.web.HealthPart;
import java.util.List;
import java.util.function.Supplier;

/** Whether the configuration of receivers and of scraping can be used, for {@code /health}. */
public record AlertingHealth(Supplier<List<String>> mistakes) implements HealthPart {

    @Override
    public String name() {
        return "alerting";
    }

    @Override
    public Condition condition() {
        List<String> found = mistakes.get();
        return found.isEmpty()
                ? Condition.healthy()
                : Condition.degraded("a configuration is not in force: " + found.getFirst());
    }
}
