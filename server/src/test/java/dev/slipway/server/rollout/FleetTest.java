package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Renewals;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which instances two sides of one release share. */
class FleetTest {

    private static final String CONFIG = """
            services:
              api: {artifact: api, command: [serve], secrets: [TOKEN]}
              web: {artifact: web, command: [serve]}
            environments:
              production: {}
            """;

    private final ServingPlatform platform = new ServingPlatform();
    private final Fleet fleet = new Fleet(platform, Vault.EMPTY);

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void serviceThatAChangedSecretDoesNotConcern_keepsItsInstances() {
        Side old = new Side(side(), Map.of("TOKEN", 1L), Renewals.NONE);
        Side next = new Side(side(), Map.of("TOKEN", 2L), Renewals.NONE);
        fleet.ensure(old);
        fleet.ensure(next);

        fleet.stop(old, next);

        assertThat(fleet.gone(old, next)).isTrue();
        assertThat(platform.stops()).singleElement().asString().startsWith("production.api.shop-1.");
        assertThat(platform.instances()).extracting(InstanceStatus::service).containsExactly("api", "web");
    }

    @Test
    void renewedInstance_hasANameOfItsOwn() {
        Renewals once = Renewals.NONE.and("web", Set.of(0));

        assertThat(fleet.names(new Side(side(), Map.of(), once)))
                .containsExactlyInAnyOrder("production.api.shop-1.0", "production.web.shop-1.0-1");
        assertThat(fleet.names(new Side(side(), Map.of(), once.and("web", Set.of(0)))))
                .contains("production.web.shop-1.0-2");
    }

    private static RolloutPlan.Side side() {
        DeliveryConfig config =
                ConfigReader.read("slipway.yml", CONFIG).config().orElseThrow();
        TreeMap<String, Digest> artifacts = new TreeMap<>(Map.of("api", Digest.of("api"), "web", Digest.of("web")));
        Release release = new Release(
                "shop-1",
                "shop",
                "c0ffee",
                "refs/heads/main",
                "ada",
                "ada",
                "first",
                artifacts,
                Digest.of(CONFIG),
                Release.digestOf("c0ffee", artifacts, Digest.of(CONFIG)),
                Instant.EPOCH);
        return new RolloutPlan.Side(
                release, config, config.environment("production").orElseThrow());
    }
}
