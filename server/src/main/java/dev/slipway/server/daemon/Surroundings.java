package dev.slipway.server.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a process hands on to those that it starts, besides its variables: rights, limits, namespaces, control groups, and
 * the variables that Java's own code reads. A daemon acts for a caller only where all of it is alike, so that nothing
 * shows which of the two has done the work.
 *
 * @param facts by name
 */
record Surroundings(Map<String, String> facts) {

    private static final List<String> OF_STATUS = List.of(
            "Umask",
            "Uid",
            "Gid",
            "Groups",
            "CapInh",
            "CapPrm",
            "CapEff",
            "CapBnd",
            "NoNewPrivs",
            "Seccomp",
            "Cpus_allowed");
    private static final List<String> NAMESPACES = List.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts");

    /** A Java machine raises its soft limit of open files to the hard one. */
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^(Max open files\\s+)\\d+");

    private static final Pattern READ_BY_JAVA = Pattern.compile(
            "HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|XDG_.*_HOME|GIT_.*|SSH_.*|JAVA_.*|JDK_.*|_JAVA_.*|DOCKER_.*|LD_.*");

    private static final int NICE = 16;

    /** Of a process, as its procfs tells. */
    static Surroundings of(Path process, Map<String, String> environment) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        for (String line : Files.readAllLines(process.resolve("status"))) {
            int colon = line.indexOf(':');
            if (colon > 0 && OF_STATUS.contains(line.substring(0, colon))) {
                facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        facts.put(
                "limits",
                OPEN_FILES.matcher(Files.readString(process.resolve("limits"))).replaceAll("$1"));
        facts.put("control groups", Files.readString(process.resolve("cgroup")));
        facts.put("root", Files.readSymbolicLink(process.resolve("root")).toString());
        for (String namespace : NAMESPACES) {
            facts.put(
                    namespace,
                    Files.readSymbolicLink(process.resolve("ns").resolve(namespace))
                            .toString());
        }
        String stat = Files.readString(process.resolve("stat"));
        facts.put("nice", stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
        environment.forEach((name, value) -> {
            if (READ_BY_JAVA.matcher(name).matches()) {
                facts.put(name, value);
            }
        });
        return new Surroundings(Map.copyOf(facts));
    }

    /** Names of what is not alike. */
    List<String> unlike(Surroundings other) {
        TreeMap<String, String> all = new TreeMap<>(facts);
        all.putAll(other.facts);
        return all.keySet().stream()
                .filter(name -> !facts.getOrDefault(name, "").equals(other.facts.getOrDefault(name, "")))
                .toList();
    }
}
