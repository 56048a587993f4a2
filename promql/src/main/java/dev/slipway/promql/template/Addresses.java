package dev.slipway.promql.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts, ports, links and words as text; nothing is resolved. */
final class Addresses {

    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([^\\]\\[]*)\\]|([^:\\[\\]]*)):([^:\\[\\]]*)");
    private static final Pattern IP = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern URL_PATH = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*([^?#]*).*");
    private static final String UNRESERVED = "-_.~";

    private Addresses() {}

    /** The host of {@code host:port}; other text as it is. */
    static String withoutPort(String address) {
        Matcher matcher = HOST_PORT.matcher(address);
        return matcher.matches() ? host(matcher) : address;
    }

    private static String host(Matcher matcher) {
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** The first part of the host's name, with the port when there is one; an IP address as it is. */
    static String withoutDomain(String address) {
        Matcher matcher = HOST_PORT.matcher(address);
        boolean port = matcher.matches();
        String host = port ? host(matcher) : address;
        if (IP.matcher(host).matches()) {
            return address;
        }
        int dot = host.indexOf('.');
        String name = dot < 0 ? host : host.substring(0, dot);
        return port && !matcher.group(3).isEmpty() ? name + ":" + matcher.group(3) : name;
    }

    static String path(String url) {
        Matcher matcher = URL_PATH.matcher(url);
        return matcher.matches() ? matcher.group(1) : url;
    }

    static String queryEscaped(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            out.append(c == ' ' ? "+" : plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }

    /** The other way around; empty when a percent sign is not followed by two hexadecimal digits. */
    static Optional<String> queryUnescaped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i] == '+' ? ' ' : bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            out.write((high << 4) | low);
            i += 2;
        }
        return Optional.of(out.toString(StandardCharsets.UTF_8));
    }

    /** The first letter of each word in upper case, the others as they are. */
    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            boolean word = Character.isLetterOrDigit(c) || c == '\'' || c == '_' || c == '.';
            out.appendCodePoint(word && !inWord ? Character.toTitleCase(c) : c);
            inWord = word;
        }
        return out.toString();
    }
}
