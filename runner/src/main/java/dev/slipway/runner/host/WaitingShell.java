package dev.slipway.runner.host;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell that has entered a job's control group before there is anything to do in it, and waits there to become the next
 * step's program.
 *
 * <p>A process that moves into another group waits until no processor is inside of a fork or an exit (the kernel's
 * {@code cgroup_threadgroup_rwsem} and its grace period): some milliseconds in which nothing happens, for a step that may
 * take one itself. So the next step's process makes its way while the current step runs.
 *
 * <p>What it is to become, it reads from its standard input, a line for each difference to the variables that it was
 * started with. Nothing of a line is interpreted. What no line can say (a value with a line feed, a name that is none of a
 * shell's) is no order for it: such a program is started in the usual way.
 */
final class WaitingShell {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingShell.class);
    private static final Duration END = Duration.ofSeconds(2);
    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Path SHELL = Path.of("/bin/sh");

    /** The variable that it reads with. */
    private static final String OWN = "slipway_order";

    /** A shell sets it whenever it changes its folder. */
    private static final String FOLDER = "PWD";

    /** Variables that mean something to one of the usual shells, or that it does not let be set. */
    private static final Set<String> SPECIAL = Set.of(
            OWN,
            "OLDPWD",
            "IFS",
            "OPTIND",
            "LINENO",
            "PPID",
            "UID",
            "EUID",
            "GROUPS",
            "SHELLOPTS",
            "BASHOPTS",
            "BASH_VERSINFO",
            "POSIXLY_CORRECT",
            "RANDOM",
            "SECONDS");

    /** Enters the groups named before "--", then takes its orders. */
    private static final String SCRIPT = """
            while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done; shift
            while IFS= read -r slipway_order; do
              case $slipway_order in
                =*) export "${slipway_order#=}" ;;
                -*) unset "${slipway_order#-}" ;;
                @*) cd "${slipway_order#@}" || exit 125; unset OLDPWD ;;
                +*) set -- "$@" "${slipway_order#+}" ;;
                .) unset slipway_order; exec "$@" < /dev/null ;;
              esac
            done
            """;

    private final Process process;
    private final Map<String, String> environment;

    private WaitingShell(Process process, Map<String, String> environment) {
        this.process = process;
        this.environment = environment;
    }

    /**
     * Starts one on its way.
     *
     * @param members files of the groups to enter
     * @param environment much like that of what it will become
     * @return absent where such variables are nothing for a shell
     */
    static Optional<WaitingShell> start(List<String> members, Map<String, String> environment) throws IOException {
        if (!SHELL.toFile().canExecute() || !tellable(environment.keySet())) {
            return Optional.empty();
        }
        ProcessBuilder command = new ProcessBuilder(new ArrayList<>(List.of(SHELL.toString(), "-c", SCRIPT, "wait")))
                .redirectErrorStream(true);
        command.command().addAll(members);
        command.command().add("--");
        command.directory(Path.of("/").toFile());
        command.environment().clear();
        command.environment().putAll(environment);
        return Optional.of(new WaitingShell(ProcessTree.start(command), Map.copyOf(environment)));
    }

    private static boolean tellable(Set<String> names) {
        return names.stream()
                .allMatch(name ->
                        !SPECIAL.contains(name) && ORDINARY.matcher(name).matches());
    }

    /**
     * Makes it the command.
     *
     * @return the process that is the command from here on; absent when it cannot become that, and has ended
     */
    Optional<Process> become(ProcessBuilder command) {
        Optional<String> order = order(command);
        if (order.isEmpty() || !command.redirectErrorStream() || !process.isAlive()) {
            end();
            return Optional.empty();
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(order.get().getBytes(StandardCharsets.UTF_8));
            return Optional.of(process);
        } catch (IOException endedAlready) {
            LOG.debug("process {} took no order: {}", process.pid(), endedAlready.toString());
            return Optional.empty();
        }
    }

    private Optional<String> order(ProcessBuilder command) {
        Map<String, String> wanted = command.environment();
        if (!tellable(wanted.keySet()) || command.directory() == null) {
            return Optional.empty();
        }
        StringBuilder lines = new StringBuilder();
        boolean told = line(lines, '@', command.directory().toString());
        for (Map.Entry<String, String> variable : wanted.entrySet()) {
            if (!variable.getValue().equals(environment.get(variable.getKey()))
                    && !variable.getKey().equals(FOLDER)) {
                told &= line(lines, '=', variable.getKey() + "=" + variable.getValue());
            }
        }
        Set<String> gone = new TreeSet<>(environment.keySet());
        gone.removeAll(wanted.keySet());
        gone.remove(FOLDER);
        for (String name : gone) {
            told &= line(lines, '-', name);
        }
        for (String word : command.command()) {
            told &= line(lines, '+', word);
        }
        return told ? Optional.of(lines.append(".\n").toString()) : Optional.empty();
    }

    /** @return false when no line can say it */
    private static boolean line(StringBuilder lines, char what, String text) {
        lines.append(what).append(text).append('\n');
        return text.indexOf('\n') < 0 && text.indexOf('\0') < 0;
    }

    /** Lets it go without an order; it has ended when this returns. */
    void end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.debug("process {} ended before: {}", process.pid(), e.toString());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
