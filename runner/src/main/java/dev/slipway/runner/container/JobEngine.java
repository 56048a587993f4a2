package dev.slipway.runner.container;

import dev.slipway.containers.Engine;
import dev.slipway.containers.EngineAccess;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.RunnerHost;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container engine as the jobs of one host use it.
 *
 * @param labels that mark what is the jobs'
 */
public record JobEngine(EngineAccess access, JobLabels labels) {

    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);

    public static JobEngine of(RunnerHost host, EngineAccess access) {
        String folder = Digest.of(host.folder().toString()).brief();
        return new JobEngine(access, new JobLabels(folder, UUID.randomUUID().toString()));
    }

    /** @throws Problem of kind UNAVAILABLE, with the reason, when there is none */
    public Engine require() {
        return access.require();
    }

    /**
     * The same for what asks for it in a workflow.
     *
     * @throws Problem of kind UNAVAILABLE, with the place and the reason, when there is none
     */
    public Engine require(Position place) {
        try {
            return require();
        } catch (Problem problem) {
            throw Problem.of(problem.kind(), problem.code(), place + ": " + problem.message(), problem.hint(), problem);
        }
    }

    /** The labels of one job's containers. */
    public Map<String, String> labels(String job) {
        return labels.of(job);
    }

    /** Removes what jobs of earlier lives have left on the engine, where one is known; those of this life stay. */
    public void removeRemains() {
        if (!access.isKnown()) {
            return;
        }
        try {
            int removed = labels.removeRemains(access.require());
            if (removed > 0) {
                LOG.info("removed {} containers and networks that interrupted jobs had left", removed);
            }
        } catch (Problem problem) {
            LOG.warn("what interrupted jobs may have left in containers stays: {}", problem.message());
        }
    }
}
