package dev.slipway.platforms.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** One running life of an instance, from its start to its end. */
public interface Life {

    /** What it is, for people: {@code process 4711}. */
    String words();

    /** Where it is a process, what names that beyond doubt. */
    Optional<Running> process();

    /** Calls once when it has ended, with its exit code when that can be known. */
    void onExit(Consumer<OptionalInt> ended);

    /**
     * How it has ended, for people; asked before it is cleared away.
     *
     * @param code as far as it is known
     */
    default String ending(OptionalInt code) {
        return "ended with " + (code.isPresent() ? "exit code " + code.getAsInt() : "an unknown exit code");
    }

    /** Whether it still runs, without waiting. */
    boolean runs();

    /** Processes whose listening sockets are its own; absent where that cannot be told. */
    Optional<List<Long>> pids() throws IOException;

    /**
     * Asks it to end (TERM), waits the grace, and kills what is left of it.
     *
     * @return true when all of it ended within the grace
     */
    boolean end(Duration grace) throws IOException, InterruptedException;

    /** Clears away what it has left behind, once it has ended. */
    void clear() throws IOException, InterruptedException;

    /** Whether it can serve, by its own word; absent where its address is to be asked over HTTP. */
    default Optional<HealthAnswer> ask() throws InterruptedException {
        return Optional.empty();
    }

    /** What of the wanted limits it does not have, for people; empty when it has all. */
    String missing();

    /** The last lines of what it has written and that is not in the instance's own files. */
    List<String> output(int maxLines) throws InterruptedException;

    /** The same as whole lines with their times, for who follows them. */
    default List<TimedLine> timedOutput(int maxLines) throws InterruptedException {
        return List.of();
    }
}
