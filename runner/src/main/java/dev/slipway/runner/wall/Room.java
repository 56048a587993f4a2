package dev.slipway.runner.wall;

import dev.slipway.kernel.process.ProcessTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room of one job: namespaces for mounts, processes, names and messages that bubblewrap makes once and that every
 * program of the job enters, so that what one step leaves running, the next one finds.
 *
 * <p>A holder keeps the room. It reads its standard input and does nothing else: when this process ends, however it ends,
 * the input ends, the holder ends, bubblewrap ends with it, and the kernel kills all that is left in the room. Bubblewrap
 * dies with its parent, which for the kernel is a thread; ours come and go, so a shell stands between.
 *
 * <p>Entering takes the rights of root, and gives them up before the job's program begins. Until then nothing of the
 * job's may steer what runs: {@code LD_PRELOAD} alone would make root of it. So the way in has a fixed environment, and
 * the job's variables come through the standard input, to be set on the other side.
 */
public final class Room implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    /** Descriptor 3 is for what bubblewrap says of itself; without {@code exit} the shell would become bubblewrap. */
    private static final String SHELL = "exec 3>&1; \"$@\"; exit $?";

    private static final String HOLDER = "echo ready; exec cat > /dev/null";
    private static final Pattern CHILD = Pattern.compile("\"child-pid\":\\s*(\\d+)");
    private static final long END_SECONDS = 30;

    /** Sets the variables that come in, each ended by a zero, and becomes the program. */
    private static final String WITH_VARIABLES = "mapfile -d '' -t all && exec env -i \"${all[@]}\" \"$@\"";

    /** What the way in runs with, and nothing else. */
    public static final Map<String, String> OWN_VARIABLES =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

    private final RoomTools tools;
    private final Accounts.Lease lease;
    private final Process keeper;
    private final ProcessHandle first;

    private Room(RoomTools tools, Accounts.Lease lease, Process keeper, ProcessHandle first) {
        this.tools = tools;
        this.lease = lease;
        this.keeper = keeper;
        this.first = first;
    }

    /**
     * @param lease given back when the room is closed, also when it cannot be made
     * @param view what is seen in it, in bubblewrap's words
     * @throws IOException when the room cannot be made, with what bubblewrap said
     */
    static Room open(RoomTools tools, Accounts.Lease lease, List<String> view) throws IOException {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "room", tools.bubblewrap()));
        argv.addAll(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"));
        argv.addAll(view);
        argv.addAll(List.of("--info-fd", "3", "--", "/bin/sh", "-c", HOLDER));
        Process keeper = null;
        try {
            ProcessBuilder command = new ProcessBuilder(argv).redirectErrorStream(true);
            command.environment().clear();
            command.environment().putAll(OWN_VARIABLES);
            keeper = command.start();
            return new Room(tools, lease, keeper, first(keeper));
        } catch (IOException e) {
            if (keeper != null) {
                keeper.destroyForcibly();
            }
            lease.close();
            throw e;
        }
    }

    private static ProcessHandle first(Process keeper) throws IOException {
        BufferedReader said = keeper.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher child = CHILD.matcher(all);
            if (line.equals("ready") && child.find()) {
                return ProcessHandle.of(Long.parseLong(child.group(1)))
                        .orElseThrow(() -> new IOException("the room ended as soon as it was made"));
            }
            all.append(line).append('\n');
        }
        throw new IOException("bubblewrap made no room: " + all.toString().strip());
    }

    /** The account that everything in the room runs as. */
    public Account account() {
        return lease.account();
    }

    /**
     * A command that enters the room, becomes the job's account and runs the given one there, with the variables that its
     * standard input brings.
     *
     * @param directory where it starts, as the room calls it
     */
    public List<String> entering(List<String> argv, Path directory) {
        List<String> command =
                entered(List.of(tools.bash(), "--norc", "--noprofile", "-c", WITH_VARIABLES, "enter"), directory);
        command.addAll(argv);
        return command;
    }

    /** The same for a program of the runner's own choice, which keeps its standard input. */
    public List<String> entered(List<String> argv, Path directory) {
        String account = Integer.toString(account().number());
        List<String> command = new ArrayList<>(List.of(tools.enter(), "--target", Long.toString(first.pid())));
        command.addAll(List.of("--mount", "--pid", "--ipc", "--uts", "--setgid", account, "--setuid", account));
        command.addAll(List.of("--wdns=" + directory, "--"));
        command.addAll(argv);
        return command;
    }

    /** The variables as the way in reads them. */
    public static byte[] written(Map<String, String> variables) {
        StringBuilder text = new StringBuilder();
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\0'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Ends all that is in the room, then gives the account back; also for a thread that is interrupted meanwhile. */
    @Override
    public void close() throws IOException {
        keeper.getOutputStream().close();
        boolean interrupted = Thread.interrupted();
        while (!ended()) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (nothingRuns()) {
            lease.close();
        } else {
            LOG.error("account {} is not lent again: something of its job does not die", account());
        }
    }

    /**
     * The kernel kills all of a room before its first process, and keeps that one until the others are reaped. Those whose
     * way in was killed are reaped by the host's own first process, whenever it does so.
     */
    private boolean nothingRuns() {
        return ProcessTree.members(first).stream().allMatch(first::equals);
    }

    /** @return false when the thread was interrupted before the end */
    private boolean ended() {
        try {
            ProcessTree.end(first, Duration.ZERO);
            keeper.onExit().get(END_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            LOG.debug("interrupted while the room of account {} ends", account());
            return false;
        } catch (TimeoutException stillThere) {
            LOG.warn("the keeper {} of a room does not end", keeper.pid());
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + keeper.pid() + " failed", e);
        }
    }
}
