package dev.slipway.observe.store;

/** What became of one sample. */
enum AppendOutcome {
    ACCEPTED,
    TOO_OLD,
    DUPLICATE
}
