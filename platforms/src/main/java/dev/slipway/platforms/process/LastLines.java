package dev.slipway.platforms.process;

import dev.slipway.kernel.Masks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an instance has written last, masked: in its own files, and in the keeping of its present life. */
record LastLines(OutputLog output, Masks masks, Housing housing) {

    /** What stands there for one that is silent. */
    static final String NONE = "; it wrote nothing";

    private static final int DETAIL_LINES = 20;

    /** @param since length of the files before the lines that are wanted */
    List<String> read(int maxLines, long since, @Nullable Life current) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        output.tail(maxLines, masks, since)
                .forEach(line -> lines.add(housing.kept(line).text()));
        if (current != null) {
            current.output(maxLines).stream().map(masks::mask).forEach(lines::add);
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - maxLines), lines.size()));
    }

    /** To stand behind the sentence that says how it ended. */
    String words(long since, @Nullable Life current) throws IOException, InterruptedException {
        List<String> lines = read(DETAIL_LINES, since, current);
        return lines.isEmpty() ? NONE : "; its last lines:\n" + String.join("\n", lines);
    }
}
