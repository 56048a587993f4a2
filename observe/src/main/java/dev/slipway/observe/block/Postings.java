package dev.slipway.observe.block;

import dev.slipway.promql.series.Matcher;
import java.util.BitSet;
import java.util.List;

/**
 * Which series fulfil all matchers. A matcher that the empty value fulfils is fulfilled by series without the label too,
 * so it takes away those whose value does not match; any other one keeps those whose value does.
 */
public final class Postings {

    private Postings() {}

    public static BitSet select(LabelIndex index, List<Matcher> matchers) {
        BitSet selected = new BitSet(index.size());
        selected.set(0, index.size());
        for (Matcher matcher : matchers) {
            if (selected.isEmpty()) {
                break;
            }
            apply(index, matcher, selected);
        }
        return selected;
    }

    private static void apply(LabelIndex index, Matcher matcher, BitSet selected) {
        boolean wanted = !matcher.matchesEmpty();
        BitSet named = new BitSet(index.size());
        if (matcher.kind() == Matcher.Kind.EQ && wanted) {
            index.postings(matcher.name(), matcher.value(), named);
        } else {
            for (String value : index.values(matcher.name())) {
                if (matcher.matches(value) == wanted) {
                    index.postings(matcher.name(), value, named);
                }
            }
        }
        if (wanted) {
            selected.and(named);
        } else {
            selected.andNot(named);
        }
    }
}
