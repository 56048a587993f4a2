package dev.slipway.runner.wall;

import dev.slipway.kernel.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of the accounts that jobs run as. Nobody else on this machine may have them. They need no entry in
 * {@code /etc/passwd}: each job sees one of its own.
 *
 * @param first lowest number
 * @param last highest number
 */
public record AccountRange(int first, int last) {

    /** Above the accounts of people and services; below 2,097,152, the first number that old archive formats cannot hold. */
    public static final AccountRange USUAL = new AccountRange(500_000, 500_999);

    private static final int LOWEST = 1_000;
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

    /** @throws Problem of kind INVALID, code {@code bad-option} */
    public static AccountRange of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            AccountRange range =
                    new AccountRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (range.first() >= LOWEST && range.last() >= range.first()) {
                return range;
            }
        }
        throw Problem.of(
                Problem.Kind.INVALID,
                "bad-option",
                "'" + text + "' is no range of account numbers",
                "write two numbers of at least " + LOWEST + " as " + USUAL);
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
