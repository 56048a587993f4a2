package dev.slipway.observe.store;

import org.jspecify.annotations.Nullable;

/**
 * Series by the numbers that the log gives them: a hash table with open addressing and no boxes, since each of millions of
 * samples asks it once. Numbers given one after another lie one after another.
 */
final class RefTable {

    private long[] refs = new long[1024];
    private HeadSeries[] series = new HeadSeries[1024];
    private int size;

    /**
     * @param ref at least 1
     */
    @Nullable
    HeadSeries get(long ref) {
        int at = place(refs, ref);
        return refs[at] == ref ? series[at] : null;
    }

    void put(long ref, HeadSeries value) {
        if (size * 2 >= refs.length) {
            grow();
        }
        int at = place(refs, ref);
        size += refs[at] == ref ? 0 : 1;
        refs[at] = ref;
        series[at] = value;
    }

    private void grow() {
        long[] more = new long[refs.length * 2];
        HeadSeries[] with = new HeadSeries[more.length];
        for (int i = 0; i < refs.length; i++) {
            if (refs[i] != 0) {
                int at = place(more, refs[i]);
                more[at] = refs[i];
                with[at] = series[i];
            }
        }
        refs = more;
        series = with;
    }

    /** Where the number is, or would be. */
    private static int place(long[] refs, long ref) {
        int mask = refs.length - 1;
        int at = (int) ref & mask;
        while (refs[at] != ref && refs[at] != 0) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
