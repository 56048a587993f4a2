package dev.slipway.server.daemon;

import dev.slipway.server.invocation.Invocation;
import dev.slipway.server.lint.Lint;
import dev.slipway.server.lint.RulesCommand;
import dev.slipway.server.local.RunCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. The caller says who it is in one line, {@code ASK PID OUT ERR TERMINAL}: the numbers of its process and
 * of the descriptors that output goes to, and whether a person watches. It is answered {@code ANSWER began}, and at the end
 * {@code exit CODE}. Or it does the work itself: {@code ANSWER cold WHAT} says that its surroundings are others, so that a
 * daemon with those may take the place of this one, and {@code ANSWER busy} that this one stays. A line {@code stop} of it,
 * or the end of the connection, stops the command.
 */
final class Call {

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final List<String> COMMANDS = List.of("run", "lint", "rules");
    private static final int SOFTWARE = 70;

    /** The words of a caller before those that are for us: its shell, its script, the door. */
    private static final int BEFORE = 3;

    private final Socket socket;
    private final Door door;
    private final Semaphore place;

    /** @param place for one call at a time: a command may write to what is the process's own */
    Call(Socket socket, Door door, Semaphore place) {
        this.socket = socket;
        this.door = door;
        this.place = place;
    }

    /** Serves it to its end. */
    void serve() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String[] words = Optional.ofNullable(in.readLine()).orElse("").split(" ");
        if (words.length != 5 || !door.isAsked(words[0])) {
            return;
        }
        socket.setSoTimeout(0);
        if (!place.tryAcquire()) {
            say(door.answer() + " busy");
            return;
        }
        OptionalInt code = OptionalInt.empty();
        try {
            Caller caller = Caller.of(Long.parseLong(words[1]));
            List<String> unlike = Caller.self().surroundings().unlike(caller.surroundings());
            if (isLong(caller.words())) {
                say(door.answer() + " busy");
            } else if (!unlike.isEmpty()) {
                say(door.answer() + " cold " + String.join(", ", unlike));
            } else {
                code = OptionalInt.of(serve(
                        in, caller, Integer.parseInt(words[2]), Integer.parseInt(words[3]), words[4].equals("1")));
            }
        } finally {
            place.release();
        }
        // Only when the place is free: whoever waited for the end may call again at once.
        if (code.isPresent()) {
            say("exit " + code.getAsInt());
        }
    }

    private int serve(BufferedReader in, Caller caller, int out, int err, boolean terminal) throws IOException {
        try (PrintStream output = caller.opened(out);
                PrintStream errors = out == err ? output : caller.opened(err)) {
            CompletableFuture<Void> stop = new CompletableFuture<>();
            List<String> all = caller.words();
            Invocation call = new Invocation(
                    all.subList(BEFORE + 1, all.size()),
                    caller.folder(),
                    caller.environment(),
                    output,
                    errors,
                    terminal,
                    stop);
            say(door.answer() + " began");
            Thread.ofVirtual().name("stop-of-a-call").start(() -> listen(in, stop));
            int code = perform(all.get(BEFORE), call);
            output.flush();
            errors.flush();
            return code;
        }
    }

    /** What watches would keep the daemon from all others. */
    private static boolean isLong(List<String> words) {
        return words.size() <= BEFORE || !COMMANDS.contains(words.get(BEFORE)) || words.contains("--watch");
    }

    private static void listen(BufferedReader in, CompletableFuture<Void> stop) {
        try {
            in.readLine();
        } catch (IOException gone) {
            LOG.debug("a caller is gone: {}", gone.toString());
        } finally {
            stop.complete(null);
        }
    }

    /** A defect ends the command as it would end a process of its own. */
    private static int perform(String command, Invocation call) {
        PrintStream before = System.err;
        System.setErr(call.err());
        try {
            return switch (command) {
                case "run" -> RunCommand.run(call);
                case "lint" -> Lint.run(call);
                default -> RulesCommand.run(call);
            };
        } catch (IOException | RuntimeException defect) {
            call.err().println("error: this is a defect of Slipway; please report it with the lines below");
            defect.printStackTrace(call.err());
            return SOFTWARE;
        } finally {
            System.setErr(before);
        }
    }

    private void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
