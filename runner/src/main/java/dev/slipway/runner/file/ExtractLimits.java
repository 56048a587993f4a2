package dev.slipway.runner.file;

import dev.slipway.kernel.Problem;

/**
 * How much an archive may unfold to, against archives made to fill disks.
 *
 * @param entries most files
 * @param bytes most bytes of all files together, unpacked
 */
public record ExtractLimits(long entries, long bytes) {

    /** Roomy for real artifacts and caches: a million files, 64 GiB. */
    public static final ExtractLimits USUAL = new ExtractLimits(1_000_000, 64L << 30);

    static Problem exceeded(String what) {
        return Problem.of(
                Problem.Kind.TOO_LARGE,
                "archive-too-large",
                "the archive unfolds to more than " + what,
                "split it, or leave out what is not needed");
    }
}
