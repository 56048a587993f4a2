package dev.slipway.runner;

import dev.slipway.containers.Bridge;
import dev.slipway.kernel.Problem;
import java.util.Map;

/**
 * Lets the containers of a job in to what serves the job. That listens where they do not get, as on the loopback interface
 * of this host; steps on the host need no door.
 */
@FunctionalInterface
public interface Doorway {

    /**
     * Opens a door for the containers of one network, and for nobody else.
     *
     * @throws Problem of kind UNAVAILABLE when there can be none
     */
    Door open(Bridge bridge) throws InterruptedException;

    /**
     * An open door.
     *
     * @param address of it, with scheme and port, for people
     * @param access what those behind it reach
     * @param hosts addresses by names that they need to know
     * @param git settings of git that they need
     * @param closing ends it
     */
    record Door(String address, JobAccess access, Map<String, String> hosts, Map<String, String> git, Runnable closing)
            implements AutoCloseable {

        public Door {
            hosts = Map.copyOf(hosts);
            git = Map.copyOf(git);
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
