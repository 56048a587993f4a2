package dev.slipway.delivery.judge;

import java.time.Duration;
import java.util.List;

/**
 * Where a metric's points come from. In its texts {@code {{release}}}, {@code {{environment}}} and {@code {{project}}}
 * stand for what is asked about.
 */
public sealed interface MetricOrigin {

    /** Whether the texts say which release is meant, so that two can be compared. */
    boolean namesRelease();

    /** What stands for the release in a text. */
    String RELEASE = "{{release}}";

    /** Slipway's own store; only series of the project itself are seen. */
    record Own(String query) implements MetricOrigin {
        @Override
        public boolean namesRelease() {
            return query.contains(RELEASE);
        }
    }

    /** @param url of a server with Prometheus' HTTP API */
    record Prometheus(String url, String query) implements MetricOrigin {
        @Override
        public boolean namesRelease() {
            return query.contains(RELEASE);
        }
    }

    /**
     * A document that holds the present value; it is fetched once each step.
     *
     * @param timeout of one fetch
     */
    record Json(String url, JsonPlace place, Duration timeout) implements MetricOrigin {
        @Override
        public boolean namesRelease() {
            return url.contains(RELEASE);
        }
    }

    /**
     * A program that prints the present value; it is run once each step, and told of the release by SLIPWAY_RELEASE.
     *
     * @param timeout of one run
     */
    record Command(List<String> argv, Duration timeout) implements MetricOrigin {
        public Command {
            argv = List.copyOf(argv);
        }

        @Override
        public boolean namesRelease() {
            return true;
        }
    }
}
