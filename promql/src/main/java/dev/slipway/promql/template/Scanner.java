package dev.slipway.promql.template;

import dev.slipway.promql.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into text and the words of its actions. */
final class Scanner {

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern FIELD = Pattern.compile("\\.[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern VARIABLE = Pattern.compile("\\$[\\p{L}\\p{N}_]*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:0[xX][0-9a-fA-F_]+|(?:\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)");
    private static final Pattern STRING =
            Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"|`[^`]*`|'(?:[^'\\\\\\n]|\\\\.)*'");
    private static final String TRIMMED = " \t\r\n";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Scanner(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Scanner scanner = new Scanner(text);
        boolean trim = false;
        while (scanner.at < text.length()) {
            trim = scanner.textAndAction(trim);
        }
        scanner.tokens.add(new Token(Kind.END, "", false, text.length()));
        return scanner.tokens;
    }

    /** @return true when the action that followed takes the blanks after it away */
    private boolean textAndAction(boolean trimStart) {
        int open = text.indexOf("{{", at);
        int end = open < 0 ? text.length() : open;
        boolean trimEnd = open >= 0 && isTrim(open + 2);
        String piece = text.substring(at, end);
        piece = trimStart ? stripLeading(piece) : piece;
        piece = trimEnd ? stripTrailing(piece) : piece;
        if (!piece.isEmpty()) {
            tokens.add(new Token(Kind.TEXT, piece, false, at));
        }
        at = end;
        return open >= 0 && action(open + (trimEnd ? 3 : 2));
    }

    /** True for the minus and blank that trim the text before an action. */
    private boolean isTrim(int index) {
        return index + 1 < text.length() && text.charAt(index) == '-' && TRIMMED.indexOf(text.charAt(index + 1)) >= 0;
    }

    private boolean action(int start) {
        int open = at;
        at = start;
        int comment = start;
        while (comment < text.length() && TRIMMED.indexOf(text.charAt(comment)) >= 0) {
            comment++;
        }
        if (text.startsWith("/*", comment)) {
            return comment(comment);
        }
        tokens.add(new Token(Kind.OPEN, "{{", false, open));
        while (true) {
            boolean spaced = skipBlank();
            if (at >= text.length()) {
                throw new TemplateException(open, "unclosed action");
            } else if (spaced && text.startsWith("-}}", at)) {
                return close(3);
            } else if (text.startsWith("}}", at)) {
                return close(2);
            }
            word(spaced);
        }
    }

    private boolean comment(int start) {
        int end = text.indexOf("*/", start);
        int close = end < 0 ? -1 : text.indexOf("}}", end);
        String between = close < 0 ? "?" : text.substring(end + 2, close);
        if (!between.isBlank() && !between.strip().equals("-")) {
            throw new TemplateException(start, "comment ends before closing delimiter");
        }
        at = close + 2;
        return between.endsWith("-");
    }

    private boolean close(int length) {
        tokens.add(new Token(Kind.CLOSE, "}}", true, at));
        at += length;
        return length == 3;
    }

    private boolean skipBlank() {
        int start = at;
        while (at < text.length() && TRIMMED.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at > start;
    }

    private void word(boolean spaced) {
        boolean any = take(STRING, Kind.STRING, spaced)
                || take(NUMBER, Kind.NUMBER, spaced)
                || take(FIELD, Kind.FIELD, spaced)
                || take(VARIABLE, Kind.VARIABLE, spaced)
                || take(WORD, Kind.WORD, spaced);
        if (!any) {
            String sign = text.startsWith(":=", at) ? ":=" : text.substring(at, at + 1);
            if (!":=|(),.=".contains(sign)) {
                throw new TemplateException(at, "unexpected \"" + sign + "\" in action");
            }
            tokens.add(new Token(Kind.SIGN, sign, spaced, at));
            at += sign.length();
        }
    }

    private boolean take(Pattern pattern, Kind kind, boolean spaced) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        boolean found = matcher.lookingAt();
        if (found) {
            tokens.add(new Token(kind, matcher.group(), spaced, at));
            at = matcher.end();
        }
        return found;
    }

    private static String stripLeading(String piece) {
        int start = 0;
        while (start < piece.length() && TRIMMED.indexOf(piece.charAt(start)) >= 0) {
            start++;
        }
        return piece.substring(start);
    }

    private static String stripTrailing(String piece) {
        int end = piece.length();
        while (end > 0 && TRIMMED.indexOf(piece.charAt(end - 1)) >= 0) {
            end--;
        }
        return piece.substring(0, end);
    }
}
