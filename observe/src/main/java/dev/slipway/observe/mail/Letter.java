package dev.slipway.observe.mail;

import java.util.List;
import java.util.Map;

/**
 * One e-mail.
 *
 * @param from an address, with a name or without
 * @param to addresses
 * @param headers beside those that every mail has; they may replace From, To and Subject
 * @param text empty for none
 * @param html empty for none
 */
public record Letter(
        String from, List<String> to, Map<String, String> headers, String subject, String text, String html) {
    public Letter {
        to = List.copyOf(to);
        headers = Map.copyOf(headers);
    }
}
