package dev.slipway.observe.exposition;

/** Takes what is read, line by line, so that no exposition is held in memory as a whole. */
public interface ExpositionSink {

    void sample(ExposedSample sample);

    /** A family is complete: its samples, if any, came before this call. */
    void family(MetricFamily family);
}
