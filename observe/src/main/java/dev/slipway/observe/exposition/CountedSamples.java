package dev.slipway.observe.exposition;

/** Where each sample goes: to its family's rules, then to the reader's client, up to a number of them. */
final class CountedSamples {

    private final Families families;
    private final ExpositionSink sink;
    private final int most;
    private int count;

    CountedSamples(Families families, ExpositionSink sink, int most) {
        this.families = families;
        this.sink = sink;
        this.most = most;
    }

    void take(Cursor cursor, ExposedSample sample) {
        if (most > 0 && ++count > most) {
            throw cursor.refuse(
                    "too-many-samples", "more than " + most + " samples", "raise the limit, or expose fewer series");
        }
        families.sample(cursor, sample);
        sink.sample(sample);
    }
}
