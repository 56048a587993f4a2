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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
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
 * <p>The shell forks ahead: it tells the pid of a fork that waits for its order, and when that has ended its exit code, and
 * forks the next while the runner still tells of the last. An order is a line with the fork's turn and the pipe that takes
 * the program's output; what the program is stands in a file ({@link ShellOrder}). A fork that is not the one meant, because
 * something in the job has ended that, does nothing. The program leads a process group of its own, so that its tree is known
 * from that of others. One program runs at a time: another one beside it is started in the usual way, as is one that a shell
 * would not give all of its variables.
 */
final class JobShell implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobShell.class);
    private static final Duration END = Duration.ofSeconds(2);

    /** How long it may take to begin: a shell that something in the job has stopped never does. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Path SHELL = Path.of("/bin/bash");

    /** How many outputs there can be at once: what earlier programs have left running may hold theirs. */
    private static final int PIPES = 4;

    /**
     * Enters the groups named before "--", then forks. Needs bash 4.4. Job control gives each program its own process group
     * and leaves it the input that the orders come by; without it the shell waits until a program has ended, and not only
     * stopped. A fork whose input ends says so by a file, since any exit code may be a program's.
     */
    private static final String SCRIPT = """
            [ "${BASH_VERSINFO[0]}${BASH_VERSINFO[1]}" -ge 44 ] || exit
            while [ "$1" != -- ]; do echo 0 > "$1" || exit; shift; done
            mkfifo -m 600 -- "$2"/output-{0..3} || exit
            for ((slipway_turn = 0; ; slipway_turn++)); do
              set -m
              (
                read -r -a slipway_order || { : > "$2/end"; exit; }
                [ "${slipway_order[0]}" = "$slipway_turn" ] || exit
                slipway_pipe=$2/output-${slipway_order[1]}
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
              echo "$!" || exit
              wait "$!"
              echo "$?" || exit
              [ ! -e "$2/end" ] || exit
            done
            """;

    private final Process shell;
    private final Path folder;
    private final Map<String, String> base;

    /** The last program of each pipe. */
    private final @Nullable ForkedProgram[] users = new ForkedProgram[PIPES];

    private @Nullable ForkedProgram latest;

    /** The fork that waits, or will. */
    private volatile CompletableFuture<ForkedProgram> next = new CompletableFuture<>();

    private JobShell(Process shell, Path folder, Map<String, String> base) {
        this.shell = shell;
        this.folder = folder;
        this.base = base;
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
        Map<String, String> base = ShellOrder.base(environment);
        List<String> argv = new ArrayList<>(List.of(SHELL.toString(), "--noprofile", "--norc", "-c", SCRIPT, "job"));
        argv.addAll(members);
        argv.addAll(List.of("--", folder.toString()));
        ProcessBuilder command = new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.DISCARD);
        command.directory(Path.of("/").toFile());
        command.environment().clear();
        command.environment().putAll(base);
        JobShell started = new JobShell(ProcessTree.start(command), folder, base);
        Thread.ofPlatform().daemon().name("shell-" + started.shell.pid()).start(started::listen);
        return Optional.of(started);
    }

    /** Hears of each fork and of its end, for as long as the shell speaks; one that speaks otherwise is killed. */
    private void listen() {
        BufferedReader answers = shell.inputReader(StandardCharsets.UTF_8);
        ForkedProgram fork = null;
        try {
            for (int turn = 0; ; turn++) {
                fork = new ForkedProgram(process(said(answers)), turn, shell);
                next.complete(fork);
                int code = Integer.parseInt(said(answers));
                next = new CompletableFuture<>();
                fork.end(code);
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("shell {} speaks no more: {}", shell.pid(), e.toString());
            kill();
            CompletableFuture<ForkedProgram> awaited = next;
            next = CompletableFuture.failedFuture(e);
            awaited.completeExceptionally(e);
            Optional.ofNullable(fork).filter(ForkedProgram::isAlive).ifPresent(ForkedProgram::killed);
        }
    }

    private static String said(BufferedReader answers) throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new EOFException("it has ended");
        }
        return answer;
    }

    private static ProcessHandle process(String pid) throws IOException {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException("it names no process: " + pid));
    }

    /** The shell itself, which is one of the job's processes. */
    Process process() {
        return shell;
    }

    /** Whether these processes are the shell itself and the fork that waits, and no program. */
    boolean isAllOf(Set<Long> pids) {
        CompletableFuture<ForkedProgram> fork = next;
        boolean waits = fork.isDone() && !fork.isCompletedExceptionally();
        return waits && Set.of(shell.pid(), fork.join().pid()).containsAll(pids);
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
        OptionalInt pipe = IntStream.range(0, PIPES).filter(this::unused).findFirst();
        Optional<byte[]> order = ShellOrder.of(command, base);
        Optional<ForkedProgram> fork = pipe.isEmpty() || order.isEmpty() ? Optional.empty() : waiting();
        if (fork.isEmpty()) {
            return Optional.empty();
        }
        latest = ordered(fork.get(), order.get(), pipe.getAsInt()).orElse(null);
        return Optional.ofNullable(latest);
    }

    private boolean unused(int pipe) {
        ForkedProgram user = users[pipe];
        return user == null || user.drained();
    }

    /** The fork that waits for an order; absent when there will be none. A shell that is stopped could not tell its end. */
    private Optional<ForkedProgram> waiting() {
        if (ProcessTree.stopped(shell.pid())) {
            kill();
            return Optional.empty();
        }
        try {
            ForkedProgram fork = next.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            while (!fork.isAlive()) {
                fork = next.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return Optional.of(fork);
        } catch (ExecutionException hasEnded) {
            return Optional.empty();
        } catch (TimeoutException stopped) {
            kill();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<ForkedProgram> ordered(ForkedProgram fork, byte[] order, int pipe) {
        try {
            OwnFile.overwrite(folder.resolve("order"), order);
            fork.writeInto(folder.resolve("output-" + pipe));
            users[pipe] = fork;
            OutputStream orders = shell.getOutputStream();
            orders.write((fork.turn() + " " + pipe + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
            return Optional.of(fork);
        } catch (IOException e) {
            LOG.info("shell {} takes no orders any more: {}", shell.pid(), e.toString());
            kill();
            return Optional.empty();
        }
    }

    private void kill() {
        shell.children().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
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
