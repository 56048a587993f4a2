package dev.slipway.observe.check;

import java.time.Instant;
import java.util.Optional;

/** What those say who report by themselves. */
@FunctionalInterface
public interface Beats {

    /** The newest report for a probe of a project. */
    Optional<Beat> last(String project, String probe);

    /**
     * One report.
     *
     * @param trouble what was wrong; empty for all is well
     */
    record Beat(Instant at, String trouble) {}
}
