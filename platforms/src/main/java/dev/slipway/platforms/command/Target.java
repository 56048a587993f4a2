package dev.slipway.platforms.command;

import dev.slipway.delivery.config.TargetCommands;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Durations;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.Errand;
import dev.slipway.platforms.process.Errands;
import dev.slipway.platforms.process.Housing.Room;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One instance on its target: runs the user's commands for it. */
record Target(InstanceSpec spec, Room room, Errands errands, TargetBook book) {

    private static final String DEPLOY = "deploy";
    private static final String ROLLBACK = "rollback";
    private static final int NOT_THERE = 3;
    private static final int SHOWN_LINES = 20;

    static TargetCommands commands(InstanceSpec spec) {
        return spec.commands()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "no-commands",
                        "instance " + spec.name() + " has no commands",
                        "write commands for the service in slipway.yml"));
    }

    TargetCommands commands() {
        return commands(spec);
    }

    /** The command that brings it there. */
    List<String> argv(String word) {
        return word.equals(ROLLBACK)
                ? commands().rollback().orElse(commands().deploy())
                : commands().deploy();
    }

    /** Which command brings it there, chosen once for the whole life of the instance. */
    String entrance() {
        return book.find(room.folder())
                .map(TargetRecord::command)
                .orElseGet(() -> commands().rollback().isPresent() && book.wasDeployed(spec) ? ROLLBACK : DEPLOY);
    }

    Errands.Ready prepare(String word, List<String> argv) throws IOException {
        return errands.prepare(
                spec,
                room,
                argv,
                Map.of(
                        "SLIPWAY_COMMAND", word,
                        "SLIPWAY_ORDINAL", Integer.toString(spec.ordinal()),
                        "SLIPWAY_DIGEST", spec.artifact().hex()));
    }

    /** Runs {@code check}, where there is one. */
    Optional<Outcome> check() throws IOException, InterruptedException {
        Optional<List<String>> argv = commands().check();
        return argv.isEmpty()
                ? Optional.empty()
                : Optional.of(run("check", argv.get(), commands().checkTimeout()));
    }

    /** True when {@code check} knows that it is not there, and not when it merely fails. */
    boolean saysNotThere() throws IOException, InterruptedException {
        return check().filter(Outcome::saysNotThere).isPresent();
    }

    /**
     * Ends what was cut off, and runs {@code stop} where anything was begun.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code stop-failed}; it is to be tried again
     */
    void takeAway() throws IOException, InterruptedException {
        errands.endLeftovers(room);
        if (book.find(room.folder()).isEmpty()) {
            return;
        }
        Outcome stopped = run("stop", commands().stop(), commands().timeout());
        if (!stopped.good()) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "stop-failed",
                    "stop " + stopped.words(),
                    "it is tried again; the command must end with 0 when nothing of the release is there any more");
        }
        book.forget(room.folder());
    }

    private Outcome run(String word, List<String> argv, Duration limit) throws IOException, InterruptedException {
        Errand errand = prepare(word, argv).start();
        OptionalInt code = errand.await(limit);
        return new Outcome(code, limit, errand.lines(SHOWN_LINES));
    }

    /**
     * How a command ended.
     *
     * @param code none when it took longer than the limit
     * @param lines the last ones that it wrote
     */
    record Outcome(OptionalInt code, Duration limit, List<String> lines) {

        boolean good() {
            return code.isPresent() && code.getAsInt() == 0;
        }

        /** What {@code status} of an init script says of a program that does not run. */
        boolean saysNotThere() {
            return code.isPresent() && code.getAsInt() == NOT_THERE;
        }

        String words() {
            String end = code.isPresent()
                    ? "ended with " + code.getAsInt()
                    : "took longer than " + Durations.words(limit) + " and was ended";
            return lines.isEmpty() ? end : end + ": " + String.join("\n", lines);
        }
    }
}
