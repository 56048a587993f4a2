package dev.slipway.platforms.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Groups as folders of the cgroup file systems.
 *
 * @param groups one folder in each hierarchy that is used
 * @param missingControllers limits that were asked for and cannot be had
 */
record CgroupFolders(List<Path> groups, List<String> missingControllers) implements Cgroup {

    @Override
    public void add(long pid) throws IOException {
        for (Path group : groups) {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
        }
    }

    @Override
    public void kill() throws IOException {
        for (Path group : groups) {
            if (Files.exists(group.resolve("cgroup.kill"))) {
                Files.writeString(group.resolve("cgroup.kill"), "1");
            } else if (Files.exists(group.resolve("cgroup.procs"))) {
                Files.readAllLines(group.resolve("cgroup.procs")).stream()
                        .map(Long::parseLong)
                        .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            }
        }
    }

    @Override
    public void remove() throws IOException {
        for (Path group : groups) {
            try {
                Files.deleteIfExists(group);
            } catch (IOException stillUsed) {
                // A dying process leaves its group a moment later; the next instance of this name takes it over.
                org.slf4j.LoggerFactory.getLogger(CgroupFolders.class)
                        .debug("kept {}: {}", group, stillUsed.toString());
            }
        }
    }

    @Override
    public String missing() {
        return missingControllers.isEmpty()
                ? ""
                : "no limit on " + String.join(" and ", missingControllers) + ": this machine has no writable cgroup";
    }
}
