package dev.slipway.observe.store;

/** Counts what becomes of the samples of one batch. */
final class AppendTally {

    private int accepted;
    private int tooOld;
    private int tooNew;
    private int duplicates;
    private int refusedSeries;

    void accepted() {
        accepted++;
    }

    void tooOld() {
        tooOld++;
    }

    void tooNew() {
        tooNew++;
    }

    void refusedSeries() {
        refusedSeries++;
    }

    void count(AppendOutcome outcome) {
        switch (outcome) {
            case ACCEPTED -> accepted++;
            case TOO_OLD -> tooOld++;
            case DUPLICATE -> duplicates++;
        }
    }

    AppendReport report() {
        return new AppendReport(accepted, tooOld, tooNew, duplicates, refusedSeries);
    }
}
