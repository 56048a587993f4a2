package dev.slipway.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells a full disk from other trouble with files, and says which folder it is and how much is free. Java has no type
 * for ENOSPC and EDQUOT: what is left is the system's text, which is translated on some machines, and a look at the disk.
 */
public final class DiskSpace {

    /** With less than this even a small file may not be written, whatever the system's words were. */
    private static final long TOO_LITTLE_BYTES = 64 * 1024;

    private static final double STEP = 1024;

    private DiskSpace() {}

    /** Whether writing below the folder failed because there is no room, in bytes or in files. */
    public static boolean isFull(Path folder, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (text.contains("No space left on device") || text.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return caused(failure) && isExhausted(folder);
    }

    /** Whether next to nothing can be written below the folder. */
    public static boolean isExhausted(Path folder) {
        long free = freeBytes(folder);
        return free >= 0 && free < TOO_LITTLE_BYTES;
    }

    /**
     * The problem of kind UNAVAILABLE: code {@code disk-full} when there is no room below the folder, else the given one.
     *
     * @param otherwise code when it is something else
     * @param what did not succeed, such as {@code "the log of job 7 cannot be written"}
     */
    public static Problem problem(Path folder, String otherwise, String what, Throwable failure) {
        return isFull(folder, failure)
                ? full(folder, what, failure)
                : Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        otherwise,
                        what + ": " + words(failure),
                        "see that " + folder + " is there and that Slipway may write to it",
                        failure);
    }

    /** The problem of a disk that is known to be full. */
    public static Problem full(Path folder, String what, Throwable failure) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "disk-full",
                what + ": the disk of " + folder + " is full (" + free(folder) + " free)",
                "make room there, then do it again; nothing that was confirmed is lost",
                failure);
    }

    /** How much Slipway may still write below the folder, as a person reads it, such as {@code 1.5 MiB}. */
    public static String free(Path folder) {
        long bytes = freeBytes(folder);
        return bytes < 0 ? "an unknown size" : size(bytes);
    }

    private static String size(long bytes) {
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        if (bytes < STEP) {
            return bytes + " bytes";
        }
        double size = bytes / STEP;
        int unit = 0;
        while (size >= STEP && unit < units.length - 1) {
            size /= STEP;
            unit++;
        }
        return String.format(java.util.Locale.ROOT, "%.1f %s", size, units[unit]);
    }

    /** -1 when it cannot be known; of a folder that is not there yet, that of its nearest parent. */
    private static long freeBytes(Path folder) {
        @Nullable Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? -1 : Files.getFileStore(there).getUsableSpace();
        } catch (IOException unknown) {
            return -1;
        }
    }

    private static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
