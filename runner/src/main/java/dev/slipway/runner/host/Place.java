package dev.slipway.runner.host;

import dev.slipway.runner.file.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where the programs of a job's steps run: on this host, or inside of a container that has the job's folders. */
public interface Place {

    /** The job's folders that have other names there than on this host. */
    MountTable mounts();

    /** A file or folder of this host, as programs there call it. */
    String path(Path file);

    /** What programs there call so, on this host; absent for what this host does not have. */
    Optional<Path> file(String path);

    /** A text for programs there: where it is the path of one of the job's folders, it becomes theirs. */
    String translated(String text);

    /** Variables that every program there begins with. */
    Map<String, String> environment();

    /**
     * How scripts are run there.
     *
     * @param name what the step or its defaults say
     * @param searchPath of the step
     */
    Shell shell(Optional<String> name, String searchPath);

    /**
     * The program that runs JavaScript actions there.
     *
     * @throws dev.slipway.kernel.Problem of kind UNAVAILABLE when there is none
     */
    String node() throws IOException, InterruptedException;

    /**
     * Runs a program to its end, or until it must stop; nothing of it that still belongs to it is alive afterwards in
     * that case.
     *
     * @param output takes its lines as they come
     * @param stop completes when the step must stop
     * @param forced completes when there is no more time for a gentle stop
     * @return exit code; 128 and more for a signal
     */
    int run(Command command, OutputLines.Taker output, CompletableFuture<?> stop, CompletableFuture<Void> forced)
            throws IOException, InterruptedException;

    /**
     * A program to run.
     *
     * @param argv in the words of the place
     * @param directory where it starts, in the words of the place
     * @param environment all of it
     */
    record Command(List<String> argv, String directory, Map<String, String> environment) {}
}
