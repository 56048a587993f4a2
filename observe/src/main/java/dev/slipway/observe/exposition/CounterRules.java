package dev.slipway.observe.exposition;

/** A point of a counter: its total, and perhaps when it was created. */
final class CounterRules implements PointRules {

    private boolean total;

    @Override
    public void check(Cursor cursor, String suffix, ExposedSample sample) {
        if (suffix.equals("_total")) {
            total = true;
            PointRules.counted(cursor, sample);
        } else {
            PointRules.created(cursor, sample);
        }
    }

    @Override
    public boolean admitsExemplar(String suffix) {
        return suffix.equals("_total");
    }

    @Override
    public void finish(Cursor cursor) {
        if (!total) {
            throw PointRules.bad(cursor, "a counter has a '_total'");
        }
    }
}
