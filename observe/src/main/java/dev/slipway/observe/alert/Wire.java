package dev.slipway.observe.alert;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.mail.Letter;
import dev.slipway.observe.mail.SmtpServer;
import dev.slipway.promql.template.Definitions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a notice into the words of each service: one HTTP request, always POST, or one letter. */
public final class Wire {

    private final Notice notice;
    private final Words words;

    private Wire(Notice notice, Words words) {
        this.notice = notice;
        this.words = words;
    }

    /** What is to be sent. */
    public sealed interface Message {}

    /**
     * By HTTP.
     *
     * @param headers the content's type among them
     */
    public record Request(URI url, HttpOptions options, Map<String, String> headers, String body) implements Message {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /** By e-mail. */
    public record Mail(SmtpServer server, Letter letter) implements Message {}

    /**
     * @param templates that texts may include
     * @param at the time of telling
     * @throws IOException when a secret's file cannot be read
     * @throws dev.slipway.kernel.Problem INVALID when a template fails
     */
    public static Message of(Integration integration, Notice notice, Definitions templates, Instant at)
            throws IOException {
        Words words = new Words(notice, integration.manner().texts(), templates, at);
        Wire wire = new Wire(notice, words);
        return switch (integration) {
            case Integration.Webhook hook -> wire.json(hook, hook.url().value(), notice.limited(hook.maxAlerts()));
            case Integration.Chat chat ->
                wire.json(chat, chat.url().value(), new ChatBodies(notice, words).body(chat.service()));
            case Integration.PagerDuty pager ->
                wire.json(pager, pager.url(), wire.pager(pager.key().value()));
            case Integration.Telegram telegram ->
                wire.json(
                        telegram,
                        telegram.url() + "/bot" + telegram.token().value() + "/sendMessage",
                        wire.telegram(telegram.chat()));
            case Integration.Opsgenie genie -> wire.opsgenie(genie);
            case Integration.Pushover pushover -> wire.pushover(pushover);
            case Integration.VictorOps victor -> wire.victorOps(victor);
            case Integration.Webex webex ->
                wire.json(
                        webex,
                        webex.url(),
                        Map.of(
                                "roomId",
                                words.expand(webex.room()),
                                "markdown",
                                cut(words.text("message", notice.title() + "\n\n" + notice.text()), 7439)));
            case Integration.Email email -> new Mail(email.server(), wire.letter(email));
            case Integration.Sms sms -> wire.sms(sms);
        };
    }

    private Request json(Integration integration, String url, Object body) throws IOException {
        return request(integration, url, "application/json", Map.of(), Json.write(body));
    }

    private static Request request(
            Integration integration, String url, String type, Map<String, String> headers, String body)
            throws IOException {
        HttpOptions options = integration.manner().http();
        Map<String, String> all = new LinkedHashMap<>(Map.of("Content-Type", type));
        if (options.authorization().isPresent()) {
            all.put("Authorization", options.authorization().get().header());
        }
        all.putAll(headers);
        return new Request(URI.create(url), options, all, body);
    }

    private Map<String, Object> pager(String key) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", cut(words.text("description", notice.title()), 1024));
        payload.put("source", words.text("source", words.text("client", "Slipway")));
        payload.put("severity", words.text("severity", "error"));
        words.add(payload, Map.of("class", "class", "component", "component", "group", "group"));
        payload.put(
                "custom_details", words.mapping("details", Map.of("alerts", notice.text(), "status", notice.status())));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("routing_key", key);
        body.put("dedup_key", groupDigest());
        body.put("event_action", notice.fires() ? "trigger" : "resolve");
        body.put("payload", payload);
        words.add(body, Map.of("client", "client", "client_url", "client_url"));
        body.put("links", words.list("links"));
        body.put("images", words.list("images"));
        return body;
    }

    private Map<String, Object> telegram(String chat) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("chat_id", chat);
        body.put("text", cut(words.text("message", notice.title() + "\n\n" + notice.text()), 4096));
        words.add(body, Map.of("parse_mode", "parse_mode", "message_thread_id", "message_thread_id"));
        body.put("disable_notification", words.flag("disable_notifications"));
        return body;
    }

    private Request opsgenie(Integration.Opsgenie genie) throws IOException {
        Map<String, String> headers =
                Map.of("Authorization", "GenieKey " + genie.key().value());
        String root = genie.url().endsWith("/") ? genie.url() : genie.url() + "/";
        if (!notice.fires()) {
            String close = root + "v2/alerts/" + groupDigest() + "/close?identifierType=alias";
            return request(genie, close, "application/json", headers, Json.write(Map.of("source", "Slipway")));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("alias", groupDigest());
        body.put("message", cut(words.text("message", notice.title()), 130));
        body.put("description", cut(words.text("description", notice.text()), 15_000));
        body.put("details", words.mapping("details", notice.commonLabels()));
        body.put("source", words.text("source", "Slipway"));
        words.add(body, Map.of("priority", "priority", "note", "note", "entity", "entity"));
        body.put("responders", words.list("responders"));
        body.put("tags", commaSeparated(words.text("tags", "")));
        body.put("actions", commaSeparated(words.text("actions", "")));
        return request(genie, root + "v2/alerts", "application/json", headers, Json.write(body));
    }

    /** The limits are those of Pushover's API, "Limitations". */
    private Request pushover(Integration.Pushover pushover) throws IOException {
        List<String> pairs = new ArrayList<>(List.of(
                pair("token", pushover.token().value()),
                pair("user", pushover.user().value()),
                pair("title", cut(words.text("title", notice.title()), 250)),
                pair("message", cut(words.text("message", notice.text()), 1024)),
                pair("url", cut(words.text("url", notice.externalURL()), 512)),
                pair("priority", words.text("priority", notice.fires() ? "2" : "0")),
                pair("retry", words.text("retry", "60")),
                pair("expire", words.text("expire", "3600"))));
        for (String key : List.of("url_title", "device", "sound")) {
            if (words.has(key)) {
                pairs.add(pair(key, words.text(key, "")));
            }
        }
        if (!words.text("ttl", "0").equals("0")) {
            pairs.add(pair("ttl", words.text("ttl", "0")));
        }
        for (String key : List.of("html", "monospace")) {
            if (words.flag(key)) {
                pairs.add(pair(key, "1"));
            }
        }
        return request(
                pushover, pushover.url(), "application/x-www-form-urlencoded", Map.of(), String.join("&", pairs));
    }

    /** The REST endpoint of Splunk On-Call. */
    private Request victorOps(Integration.VictorOps victor) throws IOException {
        String asked = words.text("message_type", "CRITICAL");
        String firing = List.of("INFO", "WARNING", "CRITICAL").contains(asked) ? asked : "CRITICAL";
        Map<String, Object> body = new LinkedHashMap<>(words.mapping("custom_fields", Map.of()));
        body.put("message_type", notice.fires() ? firing : "RECOVERY");
        body.put("entity_id", groupDigest());
        body.put("entity_display_name", words.text("entity_display_name", notice.title()));
        body.put("state_message", cut(words.text("state_message", notice.text()), 20_480));
        body.put("monitoring_tool", words.text("monitoring_tool", "Slipway"));
        String root = victor.url().endsWith("/") ? victor.url() : victor.url() + "/";
        return json(victor, root + victor.key().value() + "/" + words.expand(victor.route()), body);
    }

    private Letter letter(Integration.Email email) {
        Map<String, String> headers = new LinkedHashMap<>();
        email.headers().forEach((name, template) -> headers.put(name, words.expand(template)));
        String subject = headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Subject"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(notice::title);
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("Subject"));
        return new Letter(
                words.expand(email.from()),
                commaSeparated(words.expand(email.to())),
                headers,
                subject,
                words.text("text", ""),
                words.expandHtml(words.texts().single().getOrDefault("html", DefaultTemplates.HTML)));
    }

    /** Messages, create (Twilio's API of 2010-04-01). */
    private Request sms(Integration.Sms sms) throws IOException {
        String url = sms.url() + "/2010-04-01/Accounts/" + sms.account() + "/Messages.json";
        String pair = sms.user() + ":" + sms.token().value();
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        String sender = sms.sender().startsWith("MG") ? "MessagingServiceSid" : "From";
        String body = String.join(
                "&",
                List.of(
                        pair("To", sms.to()),
                        pair(sender, sms.sender()),
                        pair("Body", cut(words.text("body", notice.title()), 1600))));
        return request(sms, url, "application/x-www-form-urlencoded", Map.of("Authorization", basic), body);
    }

    private static String pair(String key, String value) {
        return key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static List<String> commaSeparated(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private String groupDigest() {
        return Digest.of(notice.groupKey().getBytes(StandardCharsets.UTF_8)).brief();
    }

    /** Services refuse longer texts whole. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
