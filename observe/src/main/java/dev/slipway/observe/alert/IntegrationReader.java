package dev.slipway.observe.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.config.Fields;
import dev.slipway.promql.template.Template;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the integrations of a receiver; kinds that are not there yet are refused where they stand. */
final class IntegrationReader {

    private static final List<String> OTHERS = List.of(
            "email_configs",
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

    private final Path base;
    private final Optional<Secret> slackUrl;
    private final Optional<Secret> genieKey;
    private final String genieUrl;
    private final String pagerUrl;
    private final String telegramUrl;

    IntegrationReader(Path base, Optional<Fields> global) {
        this.base = base;
        this.slackUrl = global.flatMap(fields -> secret(fields, "slack_api_url", "slack_api_url_file"));
        this.genieKey = global.flatMap(fields -> secret(fields, "opsgenie_api_key", "opsgenie_api_key_file"));
        this.genieUrl =
                global.flatMap(fields -> fields.text("opsgenie_api_url")).orElse("https://api.opsgenie.com/");
        this.pagerUrl = global.flatMap(fields -> fields.text("pagerduty_url")).orElse(PAGERDUTY);
        this.telegramUrl =
                global.flatMap(fields -> fields.text("telegram_api_url")).orElse("https://api.telegram.org");
    }

    List<Integration> integrations(Fields receiver) {
        List<Integration> found = new ArrayList<>();
        receiver.mappings("webhook_configs").forEach(fields -> webhook(fields).ifPresent(found::add));
        chats(receiver, "slack_configs", Integration.Service.SLACK, "api_url", false, found);
        chats(receiver, "discord_configs", Integration.Service.DISCORD, "webhook_url", true, found);
        chats(receiver, "msteams_configs", Integration.Service.TEAMS, "webhook_url", true, found);
        chats(receiver, "msteamsv2_configs", Integration.Service.TEAMS_V2, "webhook_url", true, found);
        receiver.mappings("pagerduty_configs")
                .forEach(fields -> pagerDuty(fields).ifPresent(found::add));
        receiver.mappings("telegram_configs").forEach(fields -> telegram(fields).ifPresent(found::add));
        receiver.mappings("opsgenie_configs").forEach(fields -> opsgenie(fields).ifPresent(found::add));
        OTHERS.forEach(key ->
                receiver.unsupported(key, "use webhook, slack, discord, msteams, pagerduty, telegram or opsgenie"));
        return List.copyOf(found);
    }

    private Optional<Integration> webhook(Fields fields) {
        boolean resolved = fields.flag("send_resolved", true);
        int most = fields.number("max_alerts", 0);
        Optional<Integration> hook = needed(fields, secret(fields, "url", "url_file"), "url")
                .map(url -> new Integration.Webhook(url, most, resolved));
        return ended(fields, hook);
    }

    private void chats(
            Fields receiver,
            String list,
            Integration.Service service,
            String key,
            boolean resolved,
            List<Integration> found) {
        for (Fields fields : receiver.mappings(list)) {
            boolean sends = fields.flag("send_resolved", resolved);
            Optional<Secret> url = secret(fields, key, key + "_file")
                    .or(() -> service == Integration.Service.SLACK ? slackUrl : Optional.empty());
            Map<String, String> texts = switch (service) {
                case SLACK ->
                    texts(
                            fields,
                            "title",
                            "text",
                            "title_link",
                            "fallback",
                            "color",
                            "channel",
                            "username",
                            "icon_emoji");
                case DISCORD -> texts(fields, "title", "message", "content");
                case TEAMS -> texts(fields, "title", "text", "summary");
                case TEAMS_V2 -> texts(fields, "title", "text");
            };
            Optional<Integration> chat =
                    needed(fields, url, key).map(at -> new Integration.Chat(service, at, texts, sends));
            ended(fields, chat).ifPresent(found::add);
        }
    }

    private Optional<Integration> pagerDuty(Fields fields) {
        boolean resolved = fields.flag("send_resolved", true);
        String url = fields.text("url").orElse(pagerUrl);
        Map<String, String> texts = texts(fields, "description", "client", "severity");
        fields.unsupported("service_key", "use routing_key, of an integration with the Events API v2");
        Optional<Integration> pager = needed(fields, secret(fields, "routing_key", "routing_key_file"), "routing_key")
                .map(key -> new Integration.PagerDuty(key, url, texts, resolved));
        return ended(fields, pager);
    }

    private Optional<Integration> telegram(Fields fields) {
        boolean resolved = fields.flag("send_resolved", true);
        String url = fields.text("api_url").orElse(telegramUrl);
        String chat = fields.required("chat_id").orElse("");
        Map<String, String> texts = texts(fields, "message");
        Optional<Integration> telegram = needed(fields, secret(fields, "bot_token", "bot_token_file"), "bot_token")
                .map(token -> new Integration.Telegram(token, url, chat, texts, resolved));
        return ended(fields, telegram);
    }

    private Optional<Integration> opsgenie(Fields fields) {
        boolean resolved = fields.flag("send_resolved", true);
        String url = fields.text("api_url").orElse(genieUrl);
        Map<String, String> texts = texts(fields, "message", "description", "source", "priority");
        Optional<Integration> genie = needed(
                        fields, secret(fields, "api_key", "api_key_file").or(() -> genieKey), "api_key")
                .map(key -> new Integration.Opsgenie(key, url, texts, resolved));
        return ended(fields, genie);
    }

    private static Optional<Integration> ended(Fields fields, Optional<? extends Integration> integration) {
        fields.unsupported("http_config", "send to a loopback address that adds what is needed");
        fields.end();
        return integration.map(found -> found);
    }

    private static Optional<Secret> needed(Fields fields, Optional<Secret> secret, String key) {
        if (secret.isEmpty()) {
            fields.refuse(key, "missing-key", "'" + key + "' is missing", "add " + key + " or " + key + "_file");
        }
        return secret;
    }

    private Optional<Secret> secret(Fields fields, String key, String fileKey) {
        Optional<Secret> written = fields.text(key).map(Secret.Written::new);
        if (key.endsWith("url")
                && written.isPresent()
                && !isUrl(fields.text(key).orElse(""))) {
            fields.refuse(key, "bad-value", "this is no http or https URL", "write https://...");
        }
        Optional<Secret> filed = fields.text(fileKey)
                .map(path -> new Secret.Filed(base.resolve(path).normalize()));
        return written.or(() -> filed);
    }

    private static boolean isUrl(String text) {
        try {
            @Nullable String scheme = URI.create(text).getScheme();
            return "http".equals(scheme) || "https".equals(scheme);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Texts that differ from Alertmanager's defaults; they are templates and checked here. */
    private static Map<String, String> texts(Fields fields, String... keys) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : keys) {
            fields.text(key).filter(text -> !text.contains(".default.")).ifPresent(text -> {
                try {
                    Template.parse(text, Set.of());
                    texts.put(key, text);
                } catch (Problem problem) {
                    fields.refuse(
                            key, problem.code(), problem.message(), "docs/promql.md lists functions of templates");
                }
            });
        }
        return texts;
    }
}
