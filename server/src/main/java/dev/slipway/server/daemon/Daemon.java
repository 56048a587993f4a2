package dev.slipway.server.daemon;

import dev.slipway.server.log.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code slipway daemon}: performs commands that need no server, one at a time, for callers whose surroundings are its own.
 * It ends when nobody has called for a while, and as soon as its {@link Door} is not its own any more.
 */
public final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Duration IDLE = Duration.ofMinutes(15);

    /** Enough for a caller on this machine to say one line. */
    private static final Duration FIRST_LINE = Duration.ofSeconds(5);

    private static final int USAGE = 64;

    private static final String HELP = """
            Usage: slipway daemon status
                   slipway daemon stop

            The first `slipway run`, `lint` or `rules` of a while leaves a daemon behind that performs the next ones, which
            then begin at once. It is yours alone, serves this folder of Slipway, ends after 15 minutes without a call, and
            is not used where the variable CI is set or SLIPWAY_DAEMON is 'off'.

            Examples:
              slipway daemon status
              SLIPWAY_DAEMON=off slipway run

            Exit codes: 0 done, 66 there is none, 64 wrong usage.
            """;

    private static final int NONE = 66;

    private final Path file;
    private final Door door;
    private final ServerSocket server;
    private final Semaphore place = new Semaphore(1);

    private Daemon(Path file, Door door, ServerSocket server) {
        this.file = file;
        this.door = door;
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(System.getProperty("slipway.root", "."), "target", "daemon");
        System.exit(
                switch (List.of(arguments).toString()) {
                    case "[serve]" -> serve(file);
                    case "[status]" -> status(file);
                    case "[stop]" -> stop(file);
                    case "[-h]", "[--help]" -> help();
                    default -> {
                        System.err.println("error: say 'status' or 'stop'\n  see 'slipway daemon --help'");
                        yield USAGE;
                    }
                });
    }

    private static int help() {
        System.out.print(HELP);
        return 0;
    }

    private static int status(Path file) throws IOException {
        Optional<Door> open = Door.read(file).filter(Door::isOpen);
        System.out.println(open.map(door -> "a daemon answers: process " + door.pid())
                .orElse("there is no daemon; the next `slipway run` or `slipway lint` leaves one behind"));
        return open.isPresent() ? 0 : NONE;
    }

    private static int stop(Path file) throws IOException {
        boolean was = Door.read(file).filter(Door::isOpen).isPresent();
        Files.deleteIfExists(file);
        System.out.println(was ? "the daemon ends when its last call has ended" : "there was no daemon");
        return 0;
    }

    private static int serve(Path file) throws IOException {
        Logging.quiet();
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Door door = Door.of(server.getLocalPort());
            door.write(file);
            Daemon daemon = new Daemon(file, door, server);
            Thread.ofVirtual().name("door").start(daemon::endWithTheDoor);
            daemon.serve();
            if (daemon.isMine()) {
                Files.deleteIfExists(file);
            }
        }
        return 0;
    }

    /** Returns when every call has been told its end. */
    private void serve() throws IOException {
        server.setSoTimeout((int) IDLE.toMillis());
        try (ExecutorService calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call").factory())) {
            boolean wanted = true;
            while (wanted && isMine()) {
                try {
                    Socket caller = server.accept();
                    calls.execute(() -> serve(caller));
                } catch (SocketTimeoutException nobody) {
                    wanted = !place.tryAcquire();
                }
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            caller.setSoTimeout((int) FIRST_LINE.toMillis());
            new Call(caller, door, place).serve();
        } catch (IOException | NumberFormatException e) {
            LOG.debug("a call ended early: {}", e.toString());
        }
    }

    private boolean isMine() throws IOException {
        return Door.read(file).filter(door::equals).isPresent();
    }

    /** Hears when the file changes, and then calls itself, so that the loop looks. */
    private void endWithTheDoor() {
        try (WatchService watch = file.getFileSystem().newWatchService()) {
            file.resolveSibling("")
                    .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            while (isMine()) {
                WatchKey key = watch.take();
                key.pollEvents();
                key.reset();
            }
            try (Socket self = new Socket(server.getInetAddress(), server.getLocalPort())) {
                LOG.debug("the door is gone, told by {}", self.getLocalPort());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the daemon's door cannot be watched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
