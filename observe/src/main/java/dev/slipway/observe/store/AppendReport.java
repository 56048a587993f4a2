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

    AppendReport plus(AppendOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> new AppendReport(accepted + 1, tooOld, tooNew, duplicates, refusedSeries);
            case TOO_OLD -> new AppendReport(accepted, tooOld + 1, tooNew, duplicates, refusedSeries);
            case DUPLICATE -> new AppendReport(accepted, tooOld, tooNew, duplicates + 1, refusedSeries);
        };
    }

    AppendReport plusRefusedSeries(int more) {
        return new AppendReport(accepted, tooOld, tooNew, duplicates, refusedSeries + more);
    }

    /** Samples that were not accepted, for whichever reason. */
    public int refused() {
        return tooOld + tooNew + duplicates + refusedSeries;
    }
}
