package dev.slipway.store.control;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds the lease: a process, named so that another on the same machine can tell whether it still lives. The pid
 * alone does not do, since pids are given again, and mean different processes in different pid namespaces and boots.
 *
 * @param machine host name, boot and pid namespace: where a pid means one process
 * @param pid process id
 * @param startTicks when the process started, in clock ticks since boot, 0 where unknown
 * @param nonce tells two holders in one process apart
 */
public record Holder(String machine, long pid, long startTicks, String nonce) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

    /** This process. */
    public static Holder here() {
        long pid = ProcessHandle.current().pid();
        return new Holder(
                machineHere(),
                pid,
                ProcessTree.startTicks(pid).orElse(0L),
                UUID.randomUUID().toString().substring(0, 8));
    }

    static Optional<Holder> parse(String text) {
        String[] parts = text.split("\\|");
        return parts.length == 4
                ? Optional.of(new Holder(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]))
                : Optional.empty();
    }

    String stored() {
        return String.join("|", machine, Long.toString(pid), Long.toString(startTicks), nonce);
    }

    /** True only when it is certain that the process has ended: it ran where we run, and is not there any more. */
    boolean knownDead() {
        return machine.equals(machineHere())
                && startTicks != 0
                && ProcessTree.startTicks(pid).orElse(0L) != startTicks;
    }

    @Override
    public String toString() {
        return "process " + pid + " on " + machine.split(" ")[0];
    }

    private static String machineHere() {
        return (hostName() + " " + boot() + " " + namespace()).replace('|', '_');
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    private static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException notLinux) {
            return "-";
        }
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(NAMESPACE).toString();
        } catch (IOException notLinux) {
            return "-";
        }
    }
}
