package dev.slipway.runner.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What all processes of one job together may take of this host.
 *
 * @param memoryBytes the most memory; absent for all there is
 * @param processes the most processes and threads at a time; absent for as many as the host can
 */
public record JobLimits(OptionalLong memoryBytes, OptionalLong processes) {

    /** Nothing is limited. */
    public static final JobLimits NONE = new JobLimits(OptionalLong.empty(), OptionalLong.empty());

    /** A controller of the kernel and the file that sets its limit, in both versions of control groups. */
    enum Controller {
        MEMORY("memory", "memory.max", "memory.limit_in_bytes"),
        PIDS("pids", "pids.max", "pids.max");

        private final String word;
        private final String newFile;
        private final String oldFile;

        Controller(String word, String newFile, String oldFile) {
            this.word = word;
            this.newFile = newFile;
            this.oldFile = oldFile;
        }

        String word() {
            return word;
        }

        String newFile() {
            return newFile;
        }

        String oldFile() {
            return oldFile;
        }
    }

    Map<Controller, Long> byController() {
        Map<Controller, Long> limits = new LinkedHashMap<>();
        memoryBytes.ifPresent(most -> limits.put(Controller.MEMORY, most));
        processes.ifPresent(most -> limits.put(Controller.PIDS, most));
        return limits;
    }
}
