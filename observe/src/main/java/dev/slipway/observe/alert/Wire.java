package dev.slipway.observe.alert;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.promql.template.Surroundings;
import dev.slipway.promql.template.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a notice into the words of each service: one HTTP request, always POST with JSON. */
public final class Wire {

    private final Notice notice;
    private final Map<String, String> texts;

    private Wire(Notice notice, Map<String, String> texts) {
        this.notice = notice;
        this.texts = texts;
    }

    /** @param headers beside the content's type */
    public record Request(URI url, Map<String, String> headers, String body) {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * @throws IOException when a secret's file cannot be read
     * @throws dev.slipway.kernel.Problem INVALID when a template fails
     */
    public static Request of(Integration integration, Notice notice) throws IOException {
        return switch (integration) {
            case Integration.Webhook hook -> request(hook.url().value(), Map.of(), notice.limited(hook.maxAlerts()));
            case Integration.Chat chat ->
                request(chat.url().value(), Map.of(), new Wire(notice, chat.texts()).chat(chat.service()));
            case Integration.PagerDuty pager ->
                request(
                        pager.url(),
                        Map.of(),
                        new Wire(notice, pager.texts()).pager(pager.key().value()));
            case Integration.Telegram telegram ->
                request(
                        telegram.url() + "/bot" + telegram.token().value() + "/sendMessage",
                        Map.of(),
                        new Wire(notice, telegram.texts()).telegram(telegram.chat()));
            case Integration.Opsgenie genie -> new Wire(notice, genie.texts()).opsgenie(genie);
        };
    }

    private static Request request(String url, Map<String, String> headers, Object body) {
        return new Request(URI.create(url), headers, Json.write(body));
    }

    private String text(String key, String usual) {
        String template = texts.get(key);
        return template == null
                ? usual
                : Template.parse(template, Set.of())
                        .expand(notice.data(), Map.of(), new Surroundings(0, notice.externalURL(), _ -> List.of()));
    }

    private Map<String, Object> chat(Integration.Service service) {
        return switch (service) {
            case SLACK -> slack();
            case DISCORD -> discord();
            case TEAMS -> teams();
            case TEAMS_V2 -> adaptiveCard();
        };
    }

    private Map<String, Object> slack() {
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("title", text("title", notice.title()));
        attachment.put("title_link", text("title_link", notice.externalURL()));
        attachment.put("text", text("text", notice.text()));
        attachment.put("fallback", text("fallback", notice.title()));
        attachment.put("color", text("color", notice.fires() ? "danger" : "good"));
        Map<String, Object> body = new LinkedHashMap<>();
        for (String key : List.of("channel", "username", "icon_emoji")) {
            if (texts.containsKey(key)) {
                body.put(key, text(key, ""));
            }
        }
        body.put("attachments", List.of(attachment));
        return body;
    }

    private Map<String, Object> discord() {
        Map<String, Object> embed = new LinkedHashMap<>();
        embed.put("title", cut(text("title", notice.title()), 256));
        embed.put("description", cut(text("message", notice.text()), 4096));
        embed.put("color", notice.fires() ? 0xd00000 : 0x36a64f);
        return Map.of("content", cut(text("content", ""), 2000), "embeds", List.of(embed));
    }

    private Map<String, Object> teams() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("@type", "MessageCard");
        card.put("@context", "http://schema.org/extensions");
        card.put("title", text("title", notice.title()));
        card.put("summary", text("summary", notice.title()));
        card.put("text", text("text", notice.text().replace("\n", "  \n")));
        card.put("themeColor", notice.fires() ? "8C1A1A" : "2DC72D");
        return card;
    }

    private Map<String, Object> adaptiveCard() {
        List<Map<String, Object>> lines = List.of(
                Map.of(
                        "type",
                        "TextBlock",
                        "text",
                        text("title", notice.title()),
                        "weight",
                        "Bolder",
                        "size",
                        "Medium",
                        "wrap",
                        true,
                        "color",
                        notice.fires() ? "attention" : "good"),
                Map.of("type", "TextBlock", "text", text("text", notice.text()), "wrap", true));
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.2");
        card.put("body", lines);
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }

    private Map<String, Object> pager(String key) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", cut(text("description", notice.title()), 1024));
        payload.put("source", text("client", "Slipway"));
        payload.put("severity", text("severity", "error"));
        payload.put("custom_details", Map.of("alerts", notice.text(), "status", notice.status()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("routing_key", key);
        body.put("dedup_key", groupDigest());
        body.put("event_action", notice.fires() ? "trigger" : "resolve");
        body.put("payload", payload);
        return body;
    }

    private Map<String, Object> telegram(String chat) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("chat_id", chat);
        body.put("text", cut(text("message", notice.title() + "\n\n" + notice.text()), 4096));
        return body;
    }

    private Request opsgenie(Integration.Opsgenie genie) throws IOException {
        Map<String, String> headers =
                Map.of("Authorization", "GenieKey " + genie.key().value());
        String root = genie.url().endsWith("/") ? genie.url() : genie.url() + "/";
        if (!notice.fires()) {
            String close = root + "v2/alerts/" + groupDigest() + "/close?identifierType=alias";
            return request(close, headers, Map.of("source", "Slipway"));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("alias", groupDigest());
        body.put("message", cut(text("message", notice.title()), 130));
        body.put("description", cut(text("description", notice.text()), 15_000));
        body.put("details", notice.commonLabels());
        body.put("source", text("source", "Slipway"));
        if (texts.containsKey("priority")) {
            body.put("priority", text("priority", ""));
        }
        return request(root + "v2/alerts", headers, body);
    }

    private String groupDigest() {
        return Digest.of(notice.groupKey().getBytes(StandardCharsets.UTF_8)).brief();
    }

    /** Services refuse longer texts whole. */
    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
