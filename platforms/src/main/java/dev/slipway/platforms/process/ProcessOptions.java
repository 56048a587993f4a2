package dev.slipway.platforms.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What an operator may set.
 *
 * @param javaHome the JDK that instances get when the PATH has none that is as new
 * @param searchPath PATH of the instances
 * @param firstPort lowest port that instances get
 * @param lastPort highest port that instances get; below the range the kernel takes for outgoing connections, so that
 *     no such connection can sit on a port between choosing and binding it
 * @param backoff pauses between restarts
 * @param taskTimeout how long a task may run
 * @param outputBytes size of one file of kept output
 * @param outputFiles kept files of output beside the one being written
 * @param unpack what an artifact may hold
 * @param limits whether resource limits are put on instances where the kernel gives them
 */
public record ProcessOptions(
        Path javaHome,
        String searchPath,
        int firstPort,
        int lastPort,
        Backoff backoff,
        Duration taskTimeout,
        long outputBytes,
        int outputFiles,
        UnpackLimits unpack,
        boolean limits) {

    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** This process's JDK and PATH, ports 20000 to 31999, ten minutes for a task, 10 MiB of output five times. */
    public static ProcessOptions standard() {
        String path = System.getenv("PATH");
        return new ProcessOptions(
                Path.of(System.getProperty("java.home")),
                path == null || path.isBlank() ? USUAL_PATH : path,
                20_000,
                31_999,
                Backoff.standard(),
                Duration.ofMinutes(10),
                10L << 20,
                5,
                UnpackLimits.standard(),
                true);
    }

    /** The same with other pauses. */
    public ProcessOptions with(Backoff other) {
        return new ProcessOptions(
                javaHome,
                searchPath,
                firstPort,
                lastPort,
                other,
                taskTimeout,
                outputBytes,
                outputFiles,
                unpack,
                limits);
    }

    /** The same with other ports. */
    public ProcessOptions withPorts(int first, int last) {
        return new ProcessOptions(
                javaHome, searchPath, first, last, backoff, taskTimeout, outputBytes, outputFiles, unpack, limits);
    }

    /** The same with another size of kept output. */
    public ProcessOptions withOutput(long bytes, int files) {
        return new ProcessOptions(
                javaHome, searchPath, firstPort, lastPort, backoff, taskTimeout, bytes, files, unpack, limits);
    }

    /** The same with another limit for tasks. */
    public ProcessOptions withTaskTimeout(Duration timeout) {
        return new ProcessOptions(
                javaHome, searchPath, firstPort, lastPort, backoff, timeout, outputBytes, outputFiles, unpack, limits);
    }
}
