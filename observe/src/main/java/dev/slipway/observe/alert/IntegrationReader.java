package dev.slipway.observe.alert;

import dev.slipway.observe.config.Fields;
import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.contact.HttpOptionsReader;
import dev.slipway.observe.contact.Secret;
import dev.slipway.promql.template.Definitions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the integrations of a receiver; kinds that are not there are refused where they stand. */
final class IntegrationReader {

    private static final List<String> OTHERS = List.of(
            "victorops_configs",
            "wechat_configs",
            "webex_configs",
            "sns_configs",
            "pushover_configs",
            "jira_configs",
            "rocketchat_configs",
            "incidentio_configs",
            "mattermost_configs");
    private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";
    private static final String TWILIO = "https://api.twilio.com";

    private final Path base;
    private final TextsReader texts;
    private final MailReader mails;
    private final HttpOptions usualHttp;
    private final Optional<Secret> slackUrl;
    private final Optional<Secret> genieKey;
    private final String genieUrl;
    private final String pagerUrl;
    private final String telegramUrl;

    IntegrationReader(Path base, Optional<Fields> global, Definitions templates) {
        this.base = base;
        this.texts = new TextsReader(templates);
        this.mails = new MailReader(base, texts, global);
        this.usualHttp = global.flatMap(fields -> fields.fields("http_config"))
                .map(new HttpOptionsReader(base)::whole)
                .orElse(HttpOptions.PLAIN);
        this.slackUrl = global.flatMap(fields -> secret(fields, "slack_api_url"));
        this.genieKey = global.flatMap(fields -> secret(fields, "opsgenie_api_key"));
        this.genieUrl =
                global.flatMap(fields -> fields.text("opsgenie_api_url")).orElse("https://api.opsgenie.com/");
        this.pagerUrl = global.flatMap(fields -> fields.text("pagerduty_url")).orElse(PAGERDUTY);
        this.telegramUrl =
                global.flatMap(fields -> fields.text("telegram_api_url")).orElse("https://api.telegram.org");
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
        receiver.mappings("email_configs").forEach(fields -> {
            mails.email(fields).ifPresent(found::add);
            fields.end();
        });
        receiver.mappings("twilio_configs").forEach(fields -> found.addAll(sms(fields)));
        OTHERS.forEach(key -> receiver.unsupported(
                key, "use webhook, slack, discord, msteams, pagerduty, telegram, opsgenie, email or twilio"));
        return List.copyOf(found);
    }

    private Integration.Manner manner(
            Fields fields, boolean resolved, Map<String, String> single, Map<String, List<Map<String, String>>> lists) {
        HttpOptions http = fields.fields("http_config")
                .map(new HttpOptionsReader(base)::whole)
                .orElse(usualHttp);
        return new Integration.Manner(
                fields.flag("send_resolved", resolved), http, new Integration.Texts(single, lists));
    }

    private Optional<Integration> webhook(Fields fields) {
        Integration.Manner manner = manner(fields, true, Map.of(), Map.of());
        int most = fields.number("max_alerts", 0);
        fields.unsupported("timeout", "a receiver has 15 seconds to answer");
        Optional<Integration> hook =
                needed(fields, secret(fields, "url"), "url").map(url -> new Integration.Webhook(url, most, manner));
        return ended(fields, hook);
    }

    private void chats(Fields receiver, String list, Integration.Service service, String key, List<Integration> found) {
        for (Fields fields : receiver.mappings(list)) {
            Optional<Secret> url =
                    secret(fields, key).or(() -> service == Integration.Service.SLACK ? slackUrl : Optional.empty());
            Integration.Manner manner = switch (service) {
                case SLACK -> slack(fields);
                case DISCORD ->
                    manner(
                            fields,
                            true,
                            texts.single(fields, "title", "message", "content", "username", "avatar_url"),
                            Map.of());
                case TEAMS -> manner(fields, true, texts.single(fields, "title", "text", "summary"), Map.of());
                case TEAMS_V2 -> manner(fields, true, texts.single(fields, "title", "text"), Map.of());
            };
            Optional<Integration> chat = needed(fields, url, key).map(at -> new Integration.Chat(service, at, manner));
            ended(fields, chat).ifPresent(found::add);
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
        return manner(fields, false, single, lists);
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
        Integration.Manner manner = manner(fields, true, single, lists);
        Optional<Integration> pager = needed(fields, secret(fields, "routing_key"), "routing_key")
                .map(key -> new Integration.PagerDuty(key, url, manner));
        return ended(fields, pager);
    }

    private Optional<Integration> telegram(Fields fields) {
        String url = fields.text("api_url").orElse(telegramUrl);
        String chat = fields.required("chat_id").orElse("");
        Map<String, String> single =
                texts.single(fields, "message", "parse_mode", "disable_notifications", "message_thread_id");
        Integration.Manner manner = manner(fields, true, single, Map.of());
        Optional<Integration> telegram = needed(fields, secret(fields, "bot_token"), "bot_token")
                .map(token -> new Integration.Telegram(token, url, chat, manner));
        return ended(fields, telegram);
    }

    private Optional<Integration> opsgenie(Fields fields) {
        String url = fields.text("api_url").orElse(genieUrl);
        fields.unsupported("update_alerts", "an alert keeps its first text");
        Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
        lists.put("details", List.of(texts.mapping(fields, "details")));
        lists.put("responders", texts.list(fields, "responders", "id", "name", "username", "type"));
        Map<String, String> single = texts.single(
                fields, "message", "description", "source", "priority", "note", "entity", "tags", "actions");
        Integration.Manner manner = manner(fields, true, single, lists);
        Optional<Integration> genie = needed(fields, secret(fields, "api_key").or(() -> genieKey), "api_key")
                .map(key -> new Integration.Opsgenie(key, url, manner));
        return ended(fields, genie);
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
        Integration.Manner manner = manner(fields, false, texts.single(fields, "body"), Map.of());
        Optional<Secret> token = needed(fields, secret(fields, "auth_token"), "auth_token");
        fields.end();
        return token.stream()
                .flatMap(secret -> numbers.stream()
                        .<Integration>map(
                                to -> new Integration.Sms(account, user, secret, url, sender.orElse(""), to, manner)))
                .toList();
    }

    private static Optional<Integration> ended(Fields fields, Optional<? extends Integration> integration) {
        fields.end();
        return integration.map(found -> found);
    }

    private static Optional<Secret> needed(Fields fields, Optional<Secret> secret, String key) {
        if (secret.isEmpty()) {
            fields.refuse(key, "missing-key", "'" + key + "' is missing", "add " + key + " or " + key + "_file");
        }
        return secret;
    }

    private Optional<Secret> secret(Fields fields, String key) {
        Optional<String> url = fields.text(key).filter(text -> key.endsWith("url") && !isUrl(text));
        if (url.isPresent()) {
            fields.refuse(key, "bad-value", "this is no http or https URL", "write https://...");
        }
        return Secret.read(fields, key, base);
    }

    private static boolean isUrl(String text) {
        try {
            @Nullable String scheme = URI.create(text).getScheme();
            return "http".equals(scheme) || "https".equals(scheme);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
