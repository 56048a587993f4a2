package dev.slipway.observe.block;

import java.util.BitSet;
import java.util.Collection;

/** Which series have which labels; series are numbered from 0 on. */
public interface LabelIndex {

    /** How many series there are. */
    int size();

    /** All names of labels, sorted. */
    Collection<String> names();

    /** All values of one label. */
    Collection<String> values(String name);

    /** Adds the series that have this value. */
    void postings(String name, String value, BitSet into);
}
