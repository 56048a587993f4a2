package dev.slipway.observe.store;

import dev.slipway.promql.series.Labels;

/** A series of the store, to be kept by whoever appends to it again and again: it spares the search by labels. */
public sealed interface SeriesHandle permits HeadSeries {

    Labels labels();
}
