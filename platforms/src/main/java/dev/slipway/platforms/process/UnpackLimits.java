package dev.slipway.platforms.process;

/**
 * What an archive may hold at most, against bombs.
 *
 * @param entries files and folders
 * @param totalBytes all files together, unpacked
 * @param ratio unpacked bytes for each byte of the archive; counts once {@code freeBytes} are unpacked
 * @param freeBytes unpacked bytes that no ratio is asked of: small texts shrink very well
 */
public record UnpackLimits(int entries, long totalBytes, int ratio, long freeBytes) {

    /** 100 000 entries, 8 GiB, 200 to 1 after 64 MiB. */
    public static UnpackLimits standard() {
        return new UnpackLimits(100_000, 8L << 30, 200, 64L << 20);
    }
}
