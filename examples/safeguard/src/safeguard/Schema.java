package safeguard;

import java.util.List;

/**
 * The first line of scores.db: a version and the columns that follow in each row.
 *
 * <p>Version 1 knew only whether a risk was high or low. Version 2 has the score beside it, so that releases of both
 * kinds can read and write the file. Version 3 has the score alone.
 */
record Schema(int version, List<String> columns) {

    static final Schema FIRST = new Schema(1, List.of("at", "amount", "country", "risk"));
    static final Schema EXPANDED = new Schema(2, List.of("at", "amount", "country", "risk", "score"));
    static final Schema CONTRACTED = new Schema(3, List.of("at", "amount", "country", "score"));

    private static final String NAME = "safeguard-scores";

    static Schema parse(String header) {
        String[] parts = header.split("\t");
        if (parts.length < 3 || !parts[0].equals(NAME)) {
            throw new IllegalStateException("scores.db does not start with a header: " + header);
        }
        return new Schema(Integer.parseInt(parts[1]), List.of(parts).subList(2, parts.length));
    }

    String header() {
        return NAME + "\t" + version + "\t" + String.join("\t", columns) + "\n";
    }

    String row(Score score) {
        return String.join("\t", columns.stream().map(score::column).toList()) + "\n";
    }
}
