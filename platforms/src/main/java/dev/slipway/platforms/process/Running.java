package dev.slipway.platforms.process;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names a process beyond doubt: a pid is given to another process one day, the pid with the start time is not, and both
 * mean nothing once the machine has been started again.
 *
 * @param pid of the leader
 * @param startTicks when it started, in clock ticks since the machine started; 0 without procfs
 * @param bootId of this run of the machine; empty without procfs
 */
public record Running(long pid, long startTicks, String bootId) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    static Running of(ProcessHandle process) throws IOException {
        return new Running(process.pid(), ProcessTree.startTicks(process.pid()).orElse(0L), currentBootId());
    }

    /** The very process, when it still runs. */
    Optional<ProcessHandle> find() throws IOException {
        if (!bootId.equals(currentBootId())) {
            return Optional.empty();
        }
        return ProcessHandle.of(pid)
                .filter(_ -> ProcessTree.startTicks(pid).orElse(0L) == startTicks)
                .filter(ProcessTree::running);
    }

    private static String currentBootId() throws IOException {
        return Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
    }
}
