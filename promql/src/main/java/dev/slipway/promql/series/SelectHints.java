package dev.slipway.promql.series;

import java.util.List;

/**
 * What an expression does with a selection, for stores that can do part of it, such as reading a coarser resolution.
 *
 * @param stepMillis between the evaluations; 0 for an instant query
 * @param rangeMillis of a range selector; 0 for an instant one
 * @param function the function or aggregation directly around the selector, or the empty text
 * @param grouping the labels of the aggregation directly around the selector
 * @param by true for {@code by}, false for {@code without}
 */
public record SelectHints(long stepMillis, long rangeMillis, String function, List<String> grouping, boolean by) {

    public static final SelectHints NONE = new SelectHints(0, 0, "", List.of(), false);

    public SelectHints {
        grouping = List.copyOf(grouping);
    }
}
