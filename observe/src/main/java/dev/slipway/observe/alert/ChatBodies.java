package dev.slipway.observe.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of chats: what each takes at the URL of an incoming webhook. */
record ChatBodies(Notice notice, Words words) {

    private static final int RED = 0xd00000;
    private static final int GREEN = 0x36a64f;

    Map<String, Object> body(Integration.Service service) {
        return switch (service) {
            case SLACK -> slack();
            case DISCORD -> discord();
            case TEAMS -> teams();
            case TEAMS_V2 -> adaptiveCard();
        };
    }

    private Map<String, Object> slack() {
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("title", words.text("title", notice.title()));
        attachment.put("title_link", words.text("title_link", notice.externalURL()));
        attachment.put("text", words.text("text", notice.text()));
        attachment.put("fallback", words.text("fallback", notice.title()));
        attachment.put("color", words.text("color", notice.fires() ? "danger" : "good"));
        words.add(attachment, same("pretext", "footer", "callback_id", "image_url", "thumb_url"));
        attachment.put("mrkdwn_in", markdown());
        attachment.put("fields", words.list("fields").stream().map(this::field).toList());
        attachment.put("actions", words.list("actions"));
        Map<String, Object> body = new LinkedHashMap<>();
        words.add(body, same("channel", "username", "icon_emoji", "icon_url"));
        if (words.flag("link_names")) {
            body.put("link_names", true);
        }
        body.put("attachments", List.of(attachment));
        return body;
    }

    private static Map<String, String> same(String... keys) {
        Map<String, String> same = new LinkedHashMap<>();
        for (String key : keys) {
            same.put(key, key);
        }
        return same;
    }

    private List<String> markdown() {
        List<String> asked = words.list("mrkdwn_in").stream()
                .flatMap(item -> item.values().stream())
                .toList();
        return asked.isEmpty() ? List.of("fallback", "pretext", "text") : asked;
    }

    private Map<String, Object> field(Map<String, String> field) {
        Map<String, Object> body = new LinkedHashMap<>(field);
        body.put("short", Boolean.parseBoolean(field.getOrDefault("short", words.text("short_fields", "false"))));
        return body;
    }

    private Map<String, Object> discord() {
        Map<String, Object> embed = new LinkedHashMap<>();
        embed.put("title", Wire.cut(words.text("title", notice.title()), 256));
        embed.put("description", Wire.cut(words.text("message", notice.text()), 4096));
        embed.put("color", notice.fires() ? RED : GREEN);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("content", Wire.cut(words.text("content", ""), 2000));
        body.put("embeds", List.of(embed));
        words.add(body, same("username", "avatar_url"));
        return body;
    }

    private Map<String, Object> teams() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("@type", "MessageCard");
        card.put("@context", "http://schema.org/extensions");
        card.put("title", words.text("title", notice.title()));
        card.put("summary", words.text("summary", notice.title()));
        card.put("text", words.text("text", notice.text().replace("\n", "  \n")));
        card.put("themeColor", notice.fires() ? "8C1A1A" : "2DC72D");
        return card;
    }

    private Map<String, Object> adaptiveCard() {
        Map<String, Object> title = new LinkedHashMap<>(Map.of("type", "TextBlock", "wrap", true));
        title.put("text", words.text("title", notice.title()));
        title.put("weight", "Bolder");
        title.put("size", "Medium");
        title.put("color", notice.fires() ? "attention" : "good");
        Map<String, Object> text = Map.of("type", "TextBlock", "text", words.text("text", notice.text()), "wrap", true);
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.2");
        card.put("body", List.of(title, text));
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }
}
