package dev.slipway.observe.alert;

import dev.slipway.observe.config.Fields;
import dev.slipway.observe.contact.Secret;
import dev.slipway.promql.template.Definitions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the integrations of a receiver; kinds that are not there are refused where they stand. */
final class IntegrationReader {

    private static final List<String> OTHERS = List.of(
            "wechat_configs",
            "sns_configs",
            "jira_configs",
            "rocketchat_configs",
            "incidentio_configs",
            "mattermost_configs");
    private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";
    private static final String PUSHOVER = "https://api.pushover.net/1/messages.json";
    private static final String VICTOROPS = "https://alert.victorops.com/integrations/generic/20131114/alert/";
    private static final String WEBEX = "https://webexapis.com/v1/messages";
    private static final Set<String> RESERVED = Set.of(
            "routing_key",
            "message_type",
            "state_message",
            "entity_display_name",
            "monitoring_tool",
            "entity_id",
            "entity_state");
    private static final String TWILIO = "https://api.twilio.com";

    private final ReceiverFields receivers;
    private final TextsReader texts;
    private final MailReader mails;
    private final Optional<Secret> slackUrl;
    private final Optional<Secret> genieKey;
    private final String genieUrl;
    private final String pagerUrl;
    private final String telegramUrl;
    private final Optional<Secret> victorKey;
    private final String victorUrl;
    private final String webexUrl;

    IntegrationReader(Path base, Optional<Fields> global, Definitions templates) {
        this.texts = new TextsReader(templates);
        this.mails = new MailReader(base, texts, global);
        this.receivers = new ReceiverFields(base, global);
        this.slackUrl = global.flatMap(fields -> receivers.secret(fields, "slack_api_url"));
        this.genieKey = global.flatMap(fields -> receivers.secret(fields, "opsgenie_api_key"));
        this.genieUrl =
                global.flatMap(fields -> fields.text("opsgenie_api_url")).orElse("https://api.opsgenie.com/");
        this.pagerUrl = global.flatMap(fields -> fields.text("pagerduty_url")).orElse(PAGERDUTY);
        this.telegramUrl =
                global.flatMap(fields -> fields.text("telegram_api_url")).orElse("https://api.telegram.org");
        this.victorKey = global.flatMap(fields -> receivers.secret(fields, "victorops_api_key"));
        this.victorUrl =
                global.flatMap(fields -> fields.text("victorops_api_url")).orElse(VICTOROPS);
        this.webexUrl = global.flatMap(fields -> fields.text("webex_api_url")).orElse(WEBEX);
    }

    List<Integration> integrations(Fields receiver) {
        List<Integration> found = new ArrayList<>();
        receiver.mappings("webhook_configs").forEach(fields -> webhook(fields).ifPresent(found::add));
        chats(receiver, "slack_configs", Integration.Service.SLACK, "api_url", found);
        chats(receiver, "discord_configs", Integration.Service.DISCORD, "webhook_url", found);
        chats(receiver, "msteams_configs", Integration.Service.TEAMS, "webhook_url", found);
        chats(receiver, "msteamsv2_configs", Integration.Service.TEAMS_V2, "webhook_url", found);
        receiver.mappings("pagerduty_configs")
                .forEach(fields -> pagerDuty(fields).ifPresent(found::add));
        receiver.mappings("telegram_configs").forEach(fields -> telegram(fields).ifPresent(found::add));
        receiver.mappings("opsgenie_configs").forEach(fields -> opsgenie(fields).ifPresent(found::add));
        receiver.mappings("pushover_configs").forEach(fields -> pushover(fields).ifPresent(found::add));
        receiver.mappings("victorops_configs")
                .forEach(fields -> victorOps(fields).ifPresent(found::add));
        receiver.mappings("webex_configs").forEach(fields -> webex(fields).ifPresent(found::add));
        receiver.mappings("email_configs").forEach(fields -> {
            mails.email(fields).ifPresent(found::add);
            fields.end();
        });
        receiver.mappings("twilio_configs").forEach(fields -> found.addAll(sms(fields)));
        OTHERS.forEach(key -> receiver.unsupported(
                key,
                "use webhook, slack, discord, msteams, pagerduty, telegram, opsgenie, pushover, victorops, webex, "
                        + "email or twilio"));
        return List.copyOf(found);
    }

    private Optional<Integration> webhook(Fields fields) {
        Integration.Manner manner = receivers.manner(fields, true, Map.of(), Map.of());
        int most = fields.number("max_alerts", 0);
        fields.unsupported("timeout", "a receiver has 15 seconds to answer");
        Optional<Integration> hook = ReceiverFields.needed(fields, receivers.secret(fields, "url"), "url")
                .map(url -> new Integration.Webhook(url, most, manner));
        return ReceiverFields.ended(fields, hook);
    }

    private void chats(Fields receiver, String list, Integration.Service service, String key, List<Integration> found) {
        for (Fields fields : receiver.mappings(list)) {
            Optional<Secret> url = receivers
                    .secret(fields, key)
                    .or(() -> service == Integration.Service.SLACK ? slackUrl : Optional.empty());
            Integration.Manner manner = switch (service) {
                case SLACK -> slack(fields);
                case DISCORD ->
                    receivers.manner(
                            fields,
                            true,
                            texts.single(fields, "title", "message", "content", "username", "avatar_url"),
                            Map.of());
                case TEAMS ->
                    receivers.manner(fields, true, texts.single(fields, "title", "text", "summary"), Map.of());
                case TEAMS_V2 -> receivers.manner(fields, true, texts.single(fields, "title", "text"), Map.of());
            };
            Optional<Integration> chat =
                    ReceiverFields.needed(fields, url, key).map(at -> new Integration.Chat(service, at, manner));
            ReceiverFields.ended(fields, chat).ifPresent(found::add);
        }
    }

    private Integration.Manner slack(Fields fields) {
        fields.unsupported("app_token", "use api_url, of an incoming webhook");
        fields.unsupported("update_message", "each notice is a message of its own");
        Map<String, String> single = texts.single(
                fields,
                "title",
                "text",
                "title_link",
                "fallback",
                "color",
                "channel",
                "username",
                "icon_emoji",
                "icon_url",
                "pretext",
                "footer",
                "callback_id",
                "image_url",
                "thumb_url",
                "short_fields",
                "link_names");
        Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
        lists.put("fields", texts.list(fields, "fields", "title", "value", "short"));
        lists.put("actions", texts.list(fields, "actions", "type", "text", "url", "style", "name", "value"));
        lists.put(
                "mrkdwn_in",
                fields.texts("mrkdwn_in").stream()
                        .map(name -> Map.of("in", name))
                        .toList());
        return receivers.manner(fields, false, single, lists);
    }

    private Optional<Integration> pagerDuty(Fields fields) {
        String url = fields.text("url").orElse(pagerUrl);
        fields.unsupported("service_key", "use routing_key, of an integration with the Events API v2");
        fields.unsupported("service_key_file", "use routing_key_file, of an integration with the Events API v2");
        Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
        lists.put("details", List.of(texts.mapping(fields, "details")));
        lists.put("links", texts.list(fields, "links", "href", "text"));
        lists.put("images", texts.list(fields, "images", "src", "alt", "href"));
        Map<String, String> single = texts.single(
                fields, "description", "client", "client_url", "severity", "source", "class", "component", "group");
        Integration.Manner manner = receivers.manner(fields, true, single, lists);
        Optional<Integration> pager = ReceiverFields.needed(
                        fields, receivers.secret(fields, "routing_key"), "routing_key")
                .map(key -> new Integration.PagerDuty(key, url, manner));
        return ReceiverFields.ended(fields, pager);
    }

    private Optional<Integration> telegram(Fields fields) {
        String url = fields.text("api_url").orElse(telegramUrl);
        String chat = fields.required("chat_id").orElse("");
        Map<String, String> single =
                texts.single(fields, "message", "parse_mode", "disable_notifications", "message_thread_id");
        Integration.Manner manner = receivers.manner(fields, true, single, Map.of());
        Optional<Integration> telegram = ReceiverFields.needed(
                        fields, receivers.secret(fields, "bot_token"), "bot_token")
                .map(token -> new Integration.Telegram(token, url, chat, manner));
        return ReceiverFields.ended(fields, telegram);
    }

    private Optional<Integration> opsgenie(Fields fields) {
        String url = fields.text("api_url").orElse(genieUrl);
        fields.unsupported("update_alerts", "an alert keeps its first text");
        Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
        lists.put("details", List.of(texts.mapping(fields, "details")));
        lists.put("responders", texts.list(fields, "responders", "id", "name", "username", "type"));
        Map<String, String> single = texts.single(
                fields, "message", "description", "source", "priority", "note", "entity", "tags", "actions");
        Integration.Manner manner = receivers.manner(fields, true, single, lists);
        Optional<Integration> genie = ReceiverFields.needed(
                        fields, receivers.secret(fields, "api_key").or(() -> genieKey), "api_key")
                .map(key -> new Integration.Opsgenie(key, url, manner));
        return ReceiverFields.ended(fields, genie);
    }

    private Optional<Integration> pushover(Fields fields) {
        Map<String, String> single = texts.single(
                fields, "title", "message", "url", "url_title", "device", "sound", "priority", "html", "monospace");
        Map<String, String> lengths = new LinkedHashMap<>(single);
        Map.of("retry", Duration.ofMinutes(1), "expire", Duration.ofHours(1), "ttl", Duration.ZERO)
                .forEach((key, usual) -> lengths.put(
                        key, Long.toString(fields.duration(key, usual).toSeconds())));
        if (fields.flag("html", false) && fields.flag("monospace", false)) {
            fields.refuse("monospace", "bad-key", "html and monospace exclude each other", "keep one");
        }
        Integration.Manner manner = receivers.manner(fields, true, lengths, Map.of());
        Optional<Secret> user = ReceiverFields.needed(fields, receivers.secret(fields, "user_key"), "user_key");
        Optional<Integration> pushover = ReceiverFields.needed(fields, receivers.secret(fields, "token"), "token")
                .flatMap(token -> user.map(key -> new Integration.Pushover(key, token, PUSHOVER, manner)));
        return ReceiverFields.ended(fields, pushover);
    }

    private Optional<Integration> victorOps(Fields fields) {
        String url = fields.text("api_url").orElse(victorUrl);
        String route = texts.text(fields, "routing_key").orElse("");
        if (route.isEmpty()) {
            fields.refuse("routing_key", "missing-key", "'routing_key' is missing", "add routing_key: ...");
        }
        Map<String, String> single =
                texts.single(fields, "message_type", "entity_display_name", "state_message", "monitoring_tool");
        Map<String, String> custom = texts.mapping(fields, "custom_fields");
        custom.keySet().stream()
                .filter(RESERVED::contains)
                .forEach(name -> fields.refuse(
                        "custom_fields", "bad-value", "'" + name + "' cannot be a field of its own", "rename it"));
        Integration.Manner manner = receivers.manner(fields, true, single, Map.of("custom_fields", List.of(custom)));
        Optional<Integration> victor = ReceiverFields.needed(
                        fields, receivers.secret(fields, "api_key").or(() -> victorKey), "api_key")
                .map(key -> new Integration.VictorOps(key, url, route, manner));
        return ReceiverFields.ended(fields, victor);
    }

    private Optional<Integration> webex(Fields fields) {
        String url = fields.text("api_url").orElse(webexUrl);
        String room = texts.text(fields, "room_id").orElse("");
        if (room.isEmpty()) {
            fields.refuse("room_id", "missing-key", "'room_id' is missing", "add room_id: ...");
        }
        Integration.Manner manner = receivers.manner(fields, true, texts.single(fields, "message"), Map.of());
        if (manner.http().authorization().isEmpty()) {
            fields.refuse(
                    "http_config",
                    "missing-key",
                    "Webex wants to know who speaks",
                    "add http_config: {authorization: {credentials_file: ...}}");
        }
        return ReceiverFields.ended(fields, Optional.of(new Integration.Webex(url, room, manner)));
    }

    /** One for each number. */
    private List<Integration> sms(Fields fields) {
        String account = fields.required("account_sid").orElse("");
        String user = fields.text("api_key_sid").orElse(account);
        String url = fields.text("api_url").orElse(TWILIO).replaceFirst("/$", "");
        Optional<String> sender = fields.text("messaging_service_sid").or(() -> fields.text("from"));
        List<String> numbers = fields.texts("to");
        if (sender.isEmpty()) {
            fields.refuse("from", "missing-key", "'from' is missing", "add from or messaging_service_sid");
        }
        if (numbers.isEmpty()) {
            fields.refuse("to", "missing-key", "'to' is missing", "add numbers such as +4915112345678");
        }
        Integration.Manner manner = receivers.manner(fields, false, texts.single(fields, "body"), Map.of());
        Optional<Secret> token = ReceiverFields.needed(fields, receivers.secret(fields, "auth_token"), "auth_token");
        fields.end();
        return token.stream()
                .flatMap(secret -> numbers.stream()
                        .<Integration>map(
                                to -> new Integration.Sms(account, user, secret, url, sender.orElse(""), to, manner)))
                .toList();
    }
}
