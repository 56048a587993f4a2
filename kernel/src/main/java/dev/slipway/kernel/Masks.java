package dev.slipway.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hides secrets in text: each secret as it is, every line of one with several lines, and the forms that programs print
 * by accident (Base64, URL, JSON and XML escapes). Immutable; text that arrives in pieces goes through {@link #flow()},
 * which finds a secret also where it is cut in two.
 */
public final class Masks {

    /** Stands where a secret was. */
    public static final String MASK = "***";

    private static final Masks NONE = new Masks(Set.of());

    private final Set<String> secrets;
    private final List<String> patterns;
    private final PatternScan scan;
    private final int longest;

    private Masks(Set<String> secrets) {
        this.secrets = Set.copyOf(secrets);
        Set<String> forms = new LinkedHashSet<>();
        secrets.forEach(secret -> forms.addAll(SecretForms.of(secret)));
        this.patterns =
                forms.stream().sorted(Comparator.comparingInt(String::length)).toList();
        this.scan = new PatternScan(patterns);
        this.longest = patterns.isEmpty() ? 0 : patterns.getLast().length();
    }

    /** Hides nothing. */
    public static Masks none() {
        return NONE;
    }

    /** Blank secrets are left out: there is nothing to hide in them, and everything would be hidden. */
    public static Masks of(Collection<String> secrets) {
        return NONE.and(secrets);
    }

    /** The same and some more. */
    public Masks and(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(secrets);
        more.stream().filter(secret -> !secret.isBlank()).forEach(all::add);
        return all.equals(secrets) ? this : new Masks(all);
    }

    /** The same and one more. */
    public Masks and(String secret) {
        return and(List.of(secret));
    }

    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** The longest form of any secret, in characters: text cut without regard to secrets is unsafe this far in. */
    public int longest() {
        return longest;
    }

    /** Hides the secrets of a whole text. */
    public String mask(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (find(bytes, 0, bytes.length) < 0) {
            return text;
        }
        Flow flow = flow();
        String head = flow.accept(text);
        return head + flow.end();
    }

    /**
     * Looks for secrets in bytes of UTF-8, which need not become text when there are none.
     *
     * @return where the first may begin, less than 0 when there is none
     */
    public int find(byte[] text, int start, int end) {
        return scan.find(text, start, end);
    }

    /** For one stream of text that arrives in pieces; not safe for use by several threads at once. */
    public Flow flow() {
        return new Flow(this);
    }

    /** The secrets never show, not even in a debugger's view of this. */
    @Override
    public String toString() {
        return "Masks[" + secrets.size() + " secrets]";
    }

    /**
     * Masks a stream. It holds back as many characters as the longest form has, less one, because these may be the
     * beginning of a secret whose rest is still to come; memory stays bounded by that and the size of a piece.
     */
    public static final class Flow {

        private final Masks masks;
        private final StringBuilder held = new StringBuilder();
        private BitSet hidden = new BitSet();
        private boolean insideMask;

        private Flow(Masks masks) {
            this.masks = masks;
        }

        /** Takes the next piece and gives what is safe to show by now. */
        public String accept(CharSequence piece) {
            int searchFrom = Math.max(0, held.length() - masks.longest + 1);
            held.append(piece);
            find(searchFrom);
            return release(Math.max(0, held.length() - Math.max(0, masks.longest - 1)));
        }

        /** Gives what was held back. The stream may go on after this: a line, for instance, is complete. */
        public String end() {
            String rest = release(held.length());
            insideMask = false;
            return rest;
        }

        private void find(int from) {
            String text = held.toString();
            for (String pattern : masks.patterns) {
                for (int at = text.indexOf(pattern, from); at >= 0; at = text.indexOf(pattern, at + 1)) {
                    hidden.set(at, at + pattern.length());
                }
            }
        }

        private String release(int count) {
            StringBuilder out = new StringBuilder(count);
            int at = 0;
            while (at < count) {
                boolean secret = hidden.get(at);
                int end = Math.min(count, secret ? hidden.nextClearBit(at) : nextHidden(at, count));
                if (!secret) {
                    out.append(held, at, end);
                } else if (!insideMask) {
                    out.append(MASK);
                }
                insideMask = secret;
                at = end;
            }
            held.delete(0, count);
            hidden = hidden.get(count, Math.max(count, hidden.length()));
            return out.toString();
        }

        private int nextHidden(int from, int count) {
            int next = hidden.nextSetBit(from);
            return next < 0 ? count : next;
        }
    }

    /** The secrets in the order of their text; for handing them to another process that has to mask. */
    public List<String> secrets() {
        List<String> sorted = new ArrayList<>(secrets);
        sorted.sort(Comparator.naturalOrder());
        return sorted;
    }
}
