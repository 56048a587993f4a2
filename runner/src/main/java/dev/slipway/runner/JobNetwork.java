package dev.slipway.runner;

import dev.slipway.containers.Bridge;
import dev.slipway.containers.Engine;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.container.JobEngine;
import dev.slipway.runner.container.JobLabels;
import dev.slipway.runner.host.HostPlace;
import dev.slipway.runner.host.Place;
import dev.slipway.runner.log.JobLog;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The network of one job's containers, with the door that leads from there to what serves the job. The first container
 * makes it, for most jobs have none. Safe for several threads.
 */
final class JobNetwork {

    private final String job;
    private final JobEngine engines;
    private final JobPorts ports;
    private final JobLog log;
    private @Nullable Joined joined;

    JobNetwork(String job, JobEngine engines, JobPorts ports, JobLog log) {
        this.job = job;
        this.engines = engines;
        this.ports = ports;
        this.log = log;
    }

    /**
     * What a container of the job is to join.
     *
     * @param number of the step whose log tells of the door
     * @throws Problem of kind UNAVAILABLE, code {@code engine-elsewhere}
     */
    synchronized Joined join(Engine engine, int number) throws InterruptedException {
        if (joined == null) {
            requireHere(engine);
            String name = JobLabels.name(job, "network");
            String id = engine.networks().create(name, engines.labels(job));
            joined = new Joined(engine, name, id, Optional.empty());
            joined = new Joined(engine, name, id, door(engine, id, number));
        }
        return joined;
    }

    private static void requireHere(Engine engine) {
        if (!engine.address().isLocal()) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "engine-elsewhere",
                    "the container engine at " + engine.address().uri() + " is on another machine, where the folders"
                            + " of a job cannot be mounted",
                    "use an engine of this host");
        }
    }

    private Optional<Doorway.Door> door(Engine engine, String network, int number) throws InterruptedException {
        if (ports.doorway().isEmpty()) {
            return Optional.empty();
        }
        try {
            Doorway.Door door = ports.doorway().get().open(bridge(engine, network));
            log.say(number, "Containers of this job reach Slipway at " + door.address());
            return Optional.of(door);
        } catch (Problem problem) {
            log.warning(
                    number,
                    "Nothing that runs in a container of this job reaches Slipway: " + problem.message()
                            + ". Stock actions for artifacts and caches, identity tokens, GITHUB_API_URL and git fail there;"
                            + " Slipway's own actions work."
                            + (problem.hint() == null ? "" : "\n" + problem.hint()));
            return Optional.empty();
        }
    }

    private static Bridge bridge(Engine engine, String network) {
        if (engine.isRootless()) {
            throw unreachable(
                    "the container engine runs without root, so that its networks are apart from this host's");
        }
        return engine.networks()
                .bridge(network)
                .orElseThrow(() -> unreachable("the network of the job has no gateway"));
    }

    private static Problem unreachable(String why) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "no-door",
                why,
                "run these steps on the host, or use an engine that has root");
    }

    /**
     * Adds the variables by which a program reaches what serves the job.
     *
     * @param place where the program runs
     * @param part which of them
     */
    void tell(Map<String, String> environment, Place place, Function<JobAccess, Map<String, String>> part) {
        Optional<Doorway.Door> door = place instanceof HostPlace ? Optional.empty() : door();
        environment.putAll(part.apply(door.map(Doorway.Door::access).orElse(ports.access())));
        door.ifPresent(open -> GitSettings.add(environment, open.git()));
    }

    /** Absent where the job has no container, or none that can be let in. */
    synchronized Optional<Doorway.Door> door() {
        return joined == null ? Optional.empty() : joined.door();
    }

    /** Shuts the door and removes the network, whose containers are gone. */
    synchronized void leave() {
        if (joined == null) {
            return;
        }
        joined.door().ifPresent(Doorway.Door::close);
        try {
            joined.engine().networks().remove(joined.id());
        } catch (Problem problem) {
            log.warning(0, "The network of the job stays until the next start: " + problem.message());
        }
        joined = null;
    }

    /**
     * @param engine that has it
     * @param name by which containers join
     */
    record Joined(Engine engine, String name, String id, Optional<Doorway.Door> door) {

        /** Addresses by names that its containers need to know. */
        Map<String, String> hosts() {
            return door.map(Doorway.Door::hosts).orElse(Map.of());
        }
    }
}
