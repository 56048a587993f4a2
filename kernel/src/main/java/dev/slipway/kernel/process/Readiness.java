package dev.slipway.kernel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a process says in a file that it is ready. The kernel tells of the file and of the process's end, so nobody
 * looks every few milliseconds, and nobody waits for the next look.
 */
public final class Readiness {

    private Readiness() {}

    /**
     * Returns as soon as the look finds something, the process has ended, or the time is over.
     *
     * @param folder in which the file appears, by being moved there whole
     * @param look reads what the process has announced
     * @return empty when the process ended without an announcement, or the time is over
     */
    public static <T> Optional<T> await(Process process, Path folder, Duration limit, Look<T> look)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (WatchService files = folder.getFileSystem().newWatchService()) {
            folder.register(files, StandardWatchEventKinds.ENTRY_CREATE);
            var _ = process.onExit().thenRun(() -> close(files));
            Optional<T> found = look.at();
            while (found.isEmpty() && awaitFile(files, deadline - System.nanoTime())) {
                found = look.at();
            }
            return found;
        } catch (ClosedWatchServiceException processEnded) {
            return look.at();
        }
    }

    private static boolean awaitFile(WatchService files, long nanos) throws InterruptedException {
        WatchKey key = files.poll(nanos, TimeUnit.NANOSECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    private static void close(WatchService files) {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end a watch", e);
        }
    }

    /** Reads an announcement. */
    @FunctionalInterface
    public interface Look<T> {

        /** Empty as long as there is none, or one of another process. */
        Optional<T> at() throws IOException;
    }
}
