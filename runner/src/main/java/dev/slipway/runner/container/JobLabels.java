package dev.slipway.runner.container;

import dev.slipway.containers.Engine;
import dev.slipway.containers.Labelled;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * How everything that jobs have on an engine is known, also to a later life of this program.
 *
 * @param host names the folder that jobs run in: engines may serve several programs
 * @param life of this program
 */
public record JobLabels(String host, String life) {

    private static final String JOB = "dev.slipway.job";
    private static final String HOST = "dev.slipway.job.host";
    private static final String LIFE = "dev.slipway.job.life";

    /** @param job id that no other job has had */
    public Map<String, String> of(String job) {
        return Map.of(JOB, job, HOST, host, LIFE, life);
    }

    /** A name for a container or network of the job that nothing else has. */
    public static String name(String job, String what) {
        String plain = (job + "-" + what).replaceAll("[^A-Za-z0-9_.-]+", "-");
        return "slipway-" + plain + "-" + UUID.randomUUID().toString().substring(0, 6);
    }

    /** Removes all that the job has, and returns how much that was. */
    public static int removeAll(Engine engine, String job) {
        return remove(engine, Map.of(JOB, job), _ -> true);
    }

    /** Removes all that earlier lives have left, and returns how much that was. */
    public int removeRemains(Engine engine) {
        return remove(
                engine, Map.of(HOST, host), found -> !life.equals(found.labels().get(LIFE)));
    }

    private static int remove(Engine engine, Map<String, String> labels, Predicate<Labelled> which) {
        List<Labelled> containers =
                engine.containers().list(labels).stream().filter(which).toList();
        containers.forEach(found -> engine.containers().remove(found.id()));
        List<Labelled> networks =
                engine.networks().list(labels).stream().filter(which).toList();
        networks.forEach(found -> engine.networks().remove(found.id()));
        return containers.size() + networks.size();
    }
}
