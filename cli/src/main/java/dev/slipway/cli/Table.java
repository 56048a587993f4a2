package dev.slipway.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows under headings, aligned; on a narrow terminal the last column gives way. */
final class Table {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void print(Surroundings here) {
        PrintStream out = here.out();
        Style style = here.style();
        int[] widths = widths();
        int room = here.terminal().width();
        out.println(style.faint(line(headings, widths, room, UnaryOperator.identity())));
        rows.forEach(row -> out.println(line(row, widths, room, style::state)));
    }

    private int[] widths() {
        int[] widths = new int[headings.size()];
        List<List<String>> all = new ArrayList<>(rows);
        all.add(headings);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths, int room, UnaryOperator<String> paint) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            String text = last ? cut(cells.get(i), room - used) : cells.get(i);
            line.append(paint.apply(text));
            if (!last) {
                line.append(" ".repeat(widths[i] - length(text))).append(GAP);
                used += widths[i] + GAP.length();
            }
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String text, int room) {
        if (length(text) <= room || room < 2) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
