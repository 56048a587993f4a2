package dev.slipway.kernel.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * A block scalar that has blank lines alone, which may be indented as they like (YAML 1.2.2, 8.1.1.1: where no line has
 * text, the longest of them tells the indentation). The library takes what follows the scalar for its first line and
 * refuses it for being indented less.
 */
final class EmptyBlock {

    private static final String COMPLAINT = "the leading empty lines contain more spaces";

    /** What is the value of a key; the key's column is the indentation that the scalar's text must go beyond. */
    private static final Pattern HEADER =
            Pattern.compile("( *(?:- +)*)[^\\s#-].*:[ \\t]+(?:[!&]\\S+[ \\t]+)*[|>][+-]?(?:[ \\t]+#.*)?[\\r\\n]*");

    /** Behind each line, as the library counts lines: a CR alone ends one too (YAML 1.2.2, 5.4). */
    private static final Pattern LINE_END = Pattern.compile("(?<=\n)|(?<=\r)(?!\n)");

    /** Of a line that may be a header; where it is longer, matching it could take long. */
    private static final int LONGEST = 1000;

    private EmptyBlock() {}

    /**
     * @param text that the library refused
     * @return the same without the blanks on the lines of the scalar that was refused; absent where that is no empty one
     */
    static Optional<String> mended(String text, MarkedYamlEngineException refusal) {
        return refusal.getProblemMark()
                .filter(_ -> refusal.getProblem().contains(COMPLAINT))
                .flatMap(follower -> mended(text, follower));
    }

    private static Optional<String> mended(String text, Mark follower) {
        List<String> lines = new ArrayList<>(Arrays.asList(LINE_END.split(text, -1)));
        int line = follower.getLine();
        while (--line >= 0 && lines.get(line).isBlank()) {
            lines.set(line, lines.get(line).replaceAll("[^\r\n]", ""));
        }
        Matcher header = HEADER.matcher(line < 0 || lines.get(line).length() > LONGEST ? "" : lines.get(line));
        return header.matches() && follower.getColumn() <= header.end(1)
                ? Optional.of(String.join("", lines))
                : Optional.empty();
    }
}
