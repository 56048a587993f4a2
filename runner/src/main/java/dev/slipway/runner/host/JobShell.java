package dev.slipway.runner.host;

import dev.slipway.kernel.process.ProcessTree;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell that stays in a job's control group for as long as the job, and whose forks the programs of its steps are.
 *
 * <p>A program that this process starts comes by way of three others (Java's own starter, one that makes a session, one
 * that enters the control group), and every one of them is loaded and linked anew. And who enters a group waits until no
 * processor is inside of a fork or an exit (the kernel's {@code cgroup_threadgroup_rwsem} and its grace period): some
 * milliseconds, for a step that may take one itself. A fork of a shell that is in the group needs neither.
 *
 * <p>An order is a line with the name of the pipe that takes the program's output; what the program is stands in a file,
 * each part ended by a zero, and nothing of it is interpreted. The shell answers with the pid, and later with the exit
 * code. The program leads a process group of its own, so that its tree is known from that of others. One program runs at a
 * time: another one beside it is started in the usual way, as is one that a shell would not give all of its variables.
 */
final class JobShell implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobShell.class);
    private static final Duration END = Duration.ofSeconds(2);

    /** How long it may take to begin: a shell that something in the job has stopped never does. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Path SHELL = Path.of("/bin/bash");
    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The shell sets it whenever it changes its folder. */
    private static final String FOLDER = "PWD";

    /** Variables that the shell does not let be set, or answers from elsewhere. */
    private static final Set<String> ITS_OWN = Set.of(
            "BASHOPTS",
            "BASHPID",
            "BASH_ARGV0",
            "BASH_SUBSHELL",
            "BASH_VERSINFO",
            "DIRSTACK",
            "EPOCHREALTIME",
            "EPOCHSECONDS",
            "EUID",
            "FUNCNAME",
            "GROUPS",
            "HISTCMD",
            "LINENO",
            "OLDPWD",
            "OPTIND",
            "PPID",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "SRANDOM",
            "UID",
            "slipway_order",
            "slipway_pipe");

    /** Variables that would steer the shell itself; programs get them. */
    private static final Set<String> STEERING =
            Set.of("BASH_ENV", "ENV", "IFS", "POSIXLY_CORRECT", "TMOUT", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT");

    /**
     * Enters the groups named before "--", then takes orders: the program's folder, the variables to set and those to unset,
     * each with their number, then the words of the command. Needs bash 4.4. Job control gives each program its own process
     * group; without it the shell waits until a program has ended, and not only stopped.
     */
    private static final String SCRIPT = """
            [ "${BASH_VERSINFO[0]}${BASH_VERSINFO[1]}" -ge 44 ] || exit
            while [ "$1" != -- ]; do echo 0 > "$1" || exit; shift; done
            while IFS= read -r slipway_pipe; do
              slipway_pipe=$2/$slipway_pipe
              [ -p "$slipway_pipe" ] || mkfifo -m 600 -- "$slipway_pipe" || exit
              set -m
              (
                mapfile -d '' -t slipway_order < "$2/order"
                set -- "${slipway_order[@]}"
                unset SHLVL
                cd -- "$1" || { exec 2> "$slipway_pipe"; cd -- "$1"; exit 125; }
                unset OLDPWD
                [ "$2" = 0 ] || export "${@:3:$2}"
                shift "$(($2 + 2))"
                [ "$1" = 0 ] || unset "${@:2:$1}"
                shift "$(($1 + 1))"
                exec < /dev/null > "$slipway_pipe" 2>&1
                exec -- "$@"
              ) &
              set +m
              echo "$!"
              wait "$!"
              echo "$?"
            done
            """;

    private final Process shell;
    private final BufferedReader answers;
    private final Path folder;
    private final Map<String, String> environment;
    private @Nullable ForkedProgram latest;
    private int pipes;

    private JobShell(Process shell, Path folder, Map<String, String> environment) {
        this.shell = shell;
        this.answers = shell.inputReader(StandardCharsets.UTF_8);
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * Starts one on its way into the groups.
     *
     * @param members files of the groups to enter
     * @param folder for its orders and pipes, which nobody else uses
     * @param environment much like that of the programs
     * @return absent where there is no such shell
     */
    static Optional<JobShell> start(List<String> members, Path folder, Map<String, String> environment)
            throws IOException {
        if (!Files.isExecutable(SHELL)) {
            return Optional.empty();
        }
        Map<String, String> base = new HashMap<>(environment);
        base.keySet().removeIf(name -> !canSet(name) || STEERING.contains(name));
        List<String> argv = new ArrayList<>(List.of(SHELL.toString(), "--noprofile", "--norc", "-c", SCRIPT, "job"));
        argv.addAll(members);
        argv.addAll(List.of("--", folder.toString()));
        ProcessBuilder command = new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.DISCARD);
        command.directory(Path.of("/").toFile());
        command.environment().clear();
        command.environment().putAll(base);
        return Optional.of(new JobShell(ProcessTree.start(command), folder, Map.copyOf(base)));
    }

    private static boolean canSet(String name) {
        return !ITS_OWN.contains(name) && ORDINARY.matcher(name).matches();
    }

    /** The shell itself, which is one of the job's processes. */
    Process process() {
        return shell;
    }

    /**
     * Starts a program.
     *
     * @return absent when the shell cannot: while another runs, for variables that it cannot set, after its end
     */
    synchronized Optional<Process> begin(ProcessBuilder command) throws IOException {
        boolean free = latest == null || !latest.isAlive();
        if (!free || !command.redirectErrorStream() || command.directory() == null) {
            return Optional.empty();
        }
        Optional<byte[]> order = order(command);
        if (order.isEmpty() || !shell.isAlive()) {
            return Optional.empty();
        }
        if (latest != null && !latest.drained()) {
            pipes++;
        }
        Path pipe = folder.resolve("output-" + pipes);
        latest = said(order.get(), pipe)
                .map(program -> ForkedProgram.of(program, pipe, shell, answers))
                .orElse(null);
        return Optional.ofNullable(latest);
    }

    /**
     * Sends the order and hears which process it has become; absent when the shell has ended, or does not answer as it
     * should, and is killed for that. A program that it has forked nevertheless waits for a reader of its output: it is
     * killed before it has begun.
     */
    private Optional<ProcessHandle> said(byte[] order, Path pipe) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        answered.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).exceptionally(_ -> {
            kill();
            return null;
        });
        try {
            Files.write(folder.resolve("order"), order);
            OutputStream orders = shell.getOutputStream();
            orders.write((pipe.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new EOFException("it has ended");
            }
            return Optional.of(ProcessHandle.of(Long.parseLong(answer))
                    .orElseThrow(() -> new IOException("it names no process: " + answer)));
        } catch (IOException | NumberFormatException e) {
            LOG.info("shell {} takes no orders any more: {}", shell.pid(), e.toString());
            kill();
            return Optional.empty();
        } finally {
            answered.complete(null);
        }
    }

    private void kill() {
        shell.children().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    /** What the program is, by its difference to what the shell was started with. */
    private Optional<byte[]> order(ProcessBuilder command) {
        Map<String, String> wanted = command.environment();
        if (!wanted.keySet().stream().allMatch(JobShell::canSet)) {
            return Optional.empty();
        }
        List<String> set = wanted.entrySet().stream()
                .filter(variable -> !variable.getKey().equals(FOLDER))
                .filter(variable -> !variable.getValue().equals(environment.get(variable.getKey())))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
        List<String> unset = environment.keySet().stream()
                .filter(name -> !name.equals(FOLDER) && !wanted.containsKey(name))
                .toList();
        List<String> parts = new ArrayList<>();
        parts.add(command.directory().toString());
        parts.add(Integer.toString(set.size()));
        parts.addAll(set);
        parts.add(Integer.toString(unset.size()));
        parts.addAll(unset);
        parts.addAll(command.command());
        String text = String.join("\0", parts) + "\0";
        boolean whole = parts.stream().noneMatch(part -> part.indexOf('\0') >= 0);
        return Optional.of(text).filter(_ -> whole).map(all -> all.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets it end; it has when this returns. One that waits for a program is killed. */
    @Override
    public synchronized void close() {
        try {
            if (latest != null && latest.isAlive()) {
                shell.destroyForcibly();
            }
            shell.getOutputStream().close();
            if (!shell.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                shell.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.debug("shell {} ended before: {}", shell.pid(), e.toString());
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
