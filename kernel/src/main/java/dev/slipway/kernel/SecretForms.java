package dev.slipway.kernel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The forms in which a secret turns up in output. No form contains a line break. */
final class SecretForms {

    /** Shorter lines of a secret, such as the braces of a JSON document, are no secret. */
    private static final int SHORTEST_LINE = 3;

    /** Shorter encodings occur by chance. */
    private static final int SHORTEST_ENCODING = 4;

    private SecretForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>(encodings(secret));
        List<String> lines = secret.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        for (String line : lines) {
            if (lines.size() == 1 || line.length() >= SHORTEST_LINE) {
                forms.add(line);
                forms.addAll(encodings(line));
            }
        }
        return forms;
    }

    private static Set<String> encodings(String text) {
        Set<String> forms = new LinkedHashSet<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < 3; offset++) {
            forms.add(base64(bytes, offset, Base64.getEncoder()));
            forms.add(base64(bytes, offset, Base64.getUrlEncoder()));
        }
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        forms.add(form);
        String url = form.replace("+", "%20");
        forms.add(url);
        forms.add(lowerCaseEscapes(url));
        forms.add(json(text, false));
        forms.add(json(text, true));
        forms.add(xml(text, "&apos;", "&quot;"));
        forms.add(xml(text, "&#39;", "&#34;"));
        forms.add(xml(text, "'", "\""));
        forms.removeIf(candidate -> candidate.length() < SHORTEST_ENCODING || candidate.contains("\n"));
        return forms;
    }

    /**
     * What the Base64 form of a longer text shows of the secret when that begins 3n + offset bytes into the text: the
     * digits that depend on the secret alone.
     */
    private static String base64(byte[] secret, int offset, Base64.Encoder encoder) {
        byte[] shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        int first = (offset * 8 + 5) / 6;
        int end = shifted.length * 8 / 6;
        return encoder.withoutPadding().encodeToString(shifted).substring(first, Math.max(first, end));
    }

    private static String lowerCaseEscapes(String url) {
        StringBuilder out = new StringBuilder(url);
        for (int at = out.indexOf("%"); at >= 0; at = out.indexOf("%", at + 1)) {
            out.replace(at, at + 3, out.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    private static String json(String text, boolean asciiOnly) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default ->
                    out.append(
                            c < ' ' || (asciiOnly && unsafe(c))
                                    ? String.format("\\u%04x", (int) c)
                                    : String.valueOf(c));
            }
        }
        return out.toString();
    }

    private static boolean unsafe(char c) {
        return c > '~' || "<>&'".indexOf(c) >= 0;
    }

    private static String xml(String text, String apostrophe, String quote) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", quote)
                .replace("'", apostrophe);
    }
}
