package dev.slipway.server;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Platform;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.scrape.ScrapeJob;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.watch.OwnTargets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Slipway scrapes without being told: its instances, its edge and itself. */
final class OwnJobs {

    private static final Logger LOG = LoggerFactory.getLogger(OwnJobs.class);

    private final Foundation foundation;
    private final Platform platform;
    private final Plans plans;

    OwnJobs(Foundation foundation, Platform platform, Plans plans) {
        this.foundation = foundation;
        this.platform = platform;
        this.plans = plans;
    }

    /**
     * @param port that the server listens on
     */
    List<ScrapeJob> jobs(int port) {
        String host = foundation.config().listen().host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return new OwnTargets(
                        platform::instances,
                        this::metricsPath,
                        foundation.home().edge(),
                        (everywhere ? "127.0.0.1" : host) + ":" + port,
                        foundation.config().watch().interval())
                .jobs();
    }

    /** What the release of the instance says; nothing when that is gone or cannot be read any more. */
    private Optional<String> metricsPath(InstanceStatus instance) {
        try {
            ServiceConfig service =
                    plans.release(instance.release()).config().services().get(instance.service());
            return Optional.ofNullable(service).flatMap(ServiceConfig::metrics);
        } catch (Problem problem) {
            LOG.debug("{} is not scraped: {}", instance.name(), problem.message());
            return Optional.empty();
        }
    }
}
