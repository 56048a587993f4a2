package dev.slipway.promql.series;

/** One series of a selection. */
public interface Series {

    Labels labels();

    /** A new cursor over the samples within the selection's time range; valid until the selection is closed. */
    Samples samples();
}
