package dev.slipway.observe.store;

/**
 * What became of the samples of one batch. Those that were accepted are on disk.
 *
 * @param accepted in number; a sample that was there already, with the same value, counts too
 * @param tooOld older than the out-of-order window allows
 * @param tooNew further ahead of the clock than allowed
 * @param duplicates of a time at which the series has another value
 * @param refusedSeries samples of series beyond the limit of series
 */
public record AppendReport(int accepted, int tooOld, int tooNew, int duplicates, int refusedSeries) {

    public static final AppendReport NOTHING = new AppendReport(0, 0, 0, 0, 0);

    /** Samples that were not accepted, for whichever reason. */
    public int refused() {
        return tooOld + tooNew + duplicates + refusedSeries;
    }
}
