package dev.slipway.store.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is to be remembered. Characters that could forge lines in a terminal or a log are replaced, and words that are
 * too long for their column are cut, so that no input of a user can keep an action from being recorded.
 *
 * @param at when, in milliseconds
 * @param who the account, or {@code system}
 * @param what a stable word, such as {@code rollout.approve}
 * @param subject what it was done to, such as {@code rollout/rol-01jc}
 * @param project whose it is, or null
 * @param text one sentence for a person, without secrets
 */
public record AuditEntry(
        Instant at,
        String who,
        String what,
        String subject,
        @Nullable String project,
        String text) {

    private static final int WORD = 100;
    private static final int SUBJECT = 400;
    private static final char REPLACEMENT = '\uFFFD';

    public AuditEntry {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        who = clean(who, WORD);
        what = clean(what, WORD);
        subject = clean(subject, SUBJECT);
        project = project == null ? null : clean(project, WORD);
        text = clean(text, Integer.MAX_VALUE);
    }

    private static String clean(String text, int limit) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), limit));
        int points = 0;
        for (int i = 0; i < text.length() && points < limit; points++) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            boolean forging = Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
            out.appendCodePoint(forging ? REPLACEMENT : point);
        }
        return out.toString();
    }
}
