package dev.slipway.observe.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.series.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What receivers are told, in their own words. */
class ReceiversTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path folder;

    private AlertFile.Reading reading(String head, String receiver) {
        String text = head + "route: {receiver: r}\nreceivers:\n- name: r\n" + receiver.indent(2);
        return AlertFile.read("a.yml", text, folder);
    }

    private AlertFile file(String head, String receiver) {
        AlertFile.Reading reading = reading(head, receiver);
        assertThat(reading.findings()).isEmpty();
        return reading.file().orElseThrow();
    }

    private static Notice notice() {
        PostedAlert alert = new PostedAlert(
                Labels.of("alertname", "Down", "node", "<a>"),
                Map.of("summary", "it is gone"),
                "test",
                NOW.minusSeconds(60),
                Optional.empty(),
                NOW,
                "http://s/query");
        return Notice.of("{}:x", "r", Labels.of("alertname", "Down"), List.of(alert), "http://s", NOW);
    }

    private static List<Wire.Message> told(AlertFile file) throws Exception {
        List<Wire.Message> told = new ArrayList<>();
        for (Integration integration : file.receivers().get("r")) {
            told.add(Wire.of(integration, notice(), file.templates(), NOW));
        }
        return told;
    }

    @Test
    void template_ofAFileIsIncluded() throws Exception {
        Files.writeString(
                folder.resolve("a.tmpl"), "{{ define \"slack.default.text\" }}{{ template \"own\" . }}{{ end }}");
        Files.writeString(folder.resolve("b.tmpl"), """
                {{ define "own" }}{{ range .Alerts.Firing }}{{ .Labels.SortedPairs.Values | join "," }} since \
                {{ .StartsAt.Format "15:04" }}{{ end }}{{ end }}
                """);
        AlertFile file = file("templates: ['*.tmpl']\n", """
                slack_configs:
                - api_url: http://chat.example/hook
                  text: '{{ template "slack.default.text" . }}'
                  title: '{{ template "slack.default.title" . }}'
                  fields: [{title: node, value: '{{ .CommonLabels.node }}', short: true}]
                """);

        Wire.Request slack = (Wire.Request) told(file).getFirst();
        assertThat(slack.body())
                .contains("\"text\":\"Down,<a> since 11:59\"")
                .contains("\"title\":\"[FIRING:1] Down (<a>)\"")
                .contains("{\"title\":\"node\",\"value\":\"<a>\",\"short\":true}");
    }

    @Test
    void templates_thatCannotBeUsedAreRefusedWhereTheyAreNamed() throws Exception {
        Files.writeString(folder.resolve("bad.tmpl"), "{{ define \"a\" }}{{ nonsense }}{{ end }}");
        assertThat(reading("templates: [bad.tmpl]\n", "").findings())
                .singleElement()
                .asString()
                .startsWith("a.yml:1:12: error: ")
                .contains("bad.tmpl: function \"nonsense\" not defined at 1:");
        assertThat(reading("templates: [none.tmpl]\n", "").findings())
                .singleElement()
                .asString()
                .contains("none.tmpl cannot be read");
        assertThat(reading("", "slack_configs: [{api_url: 'http://x', text: '{{ template \"no\" . }}'}]")
                        .findings())
                .singleElement()
                .asString()
                .contains("\"no\" not defined");
    }

    @ParameterizedTest
    @CsvSource({
        "slack.default.title",
        "slack.default.username",
        "slack.default.fallback",
        "slack.default.titlelink",
        "pagerduty.default.description",
        "pagerduty.default.clientURL",
        "opsgenie.default.message",
        "opsgenie.default.description",
        "telegram.default.message",
        "discord.default.title",
        "discord.default.message",
        "msteams.default.text",
        "msteamsv2.default.title",
        "email.default.subject",
        "email.default.html",
        "__subject",
        "__alertmanagerURL",
    })
    void defaultOfAlertmanager_isThere(String name) {
        String text = new Words(
                        notice(), new Integration.Texts(Map.of(), Map.of()), DefaultTemplates.definitions(), NOW)
                .expandHtml("{{ template \"" + name + "\" . }}");
        assertThat(text).isNotBlank().doesNotContain("<a>");
    }

    @Test
    void sms_goesToEachNumber() throws Exception {
        AlertFile file = file("", """
                twilio_configs:
                - {account_sid: AC1, auth_token: secret, from: '+491', to: ['+492', '+493']}
                - {account_sid: AC1, api_key_sid: SK1, auth_token: s, messaging_service_sid: MG1, to: '+494', body: hi}
                """);

        List<Wire.Message> told = told(file);
        Wire.Request first = (Wire.Request) told.getFirst();
        assertThat(first.url()).hasToString("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json");
        assertThat(first.body()).isEqualTo("To=%2B492&From=%2B491&Body=%5BFIRING%3A1%5D+Down+%28%3Ca%3E%29");
        assertThat(first.headers())
                .containsEntry("Content-Type", "application/x-www-form-urlencoded")
                .containsEntry("Authorization", "Basic QUMxOnNlY3JldA==");
        assertThat(((Wire.Request) told.get(1)).body()).startsWith("To=%2B493");
        assertThat(((Wire.Request) told.get(2)).body()).isEqualTo("To=%2B494&MessagingServiceSid=MG1&Body=hi");
    }

    @Test
    void pushover_isToldAsAForm() throws Exception {
        AlertFile file = file("", """
                pushover_configs:
                - {user_key: u1, token: t1}
                - {user_key: u1, token: t1, title: hi, priority: '1', retry: 2m, expire: 30m, ttl: 1d, html: true, \
                message: '{{ .CommonLabels.node }}', sound: siren}
                """);

        List<Wire.Message> told = told(file);
        Wire.Request first = (Wire.Request) told.getFirst();
        assertThat(first.url()).hasToString("https://api.pushover.net/1/messages.json");
        assertThat(first.headers()).containsEntry("Content-Type", "application/x-www-form-urlencoded");
        assertThat(first.body())
                .startsWith("token=t1&user=u1&title=%5BFIRING%3A1%5D+Down")
                .contains("&priority=2&retry=60&expire=3600")
                .doesNotContain("ttl", "html");
        assertThat(((Wire.Request) told.getLast()).body())
                .contains("&title=hi&message=%3Ca%3E&", "&priority=1&retry=120&expire=1800")
                .endsWith("&sound=siren&ttl=86400&html=1");
    }

    @Test
    void victorOps_isToldWhoseItIs() throws Exception {
        AlertFile file = file("global: {victorops_api_key: k1, victorops_api_url: 'https://v.example/alert'}\n", """
                victorops_configs:
                - {routing_key: '{{ .CommonLabels.alertname }}', message_type: WARNING, custom_fields: {team: web}}
                """);

        Wire.Request request = (Wire.Request) told(file).getFirst();
        assertThat(request.url()).hasToString("https://v.example/alert/k1/Down");
        assertThat(request.body())
                .contains("\"team\":\"web\"", "\"message_type\":\"WARNING\"", "\"entity_id\":\"")
                .contains("\"entity_display_name\":\"[FIRING:1] Down (<a>)\"", "it is gone");
    }

    @Test
    void webex_isToldInARoom() throws Exception {
        AlertFile file = file("", """
                webex_configs:
                - {room_id: r1, message: 'see **{{ .CommonLabels.node }}**', http_config: {authorization: {credentials: t}}}
                """);

        Wire.Request request = (Wire.Request) told(file).getFirst();
        assertThat(request.url()).hasToString("https://webexapis.com/v1/messages");
        assertThat(request.body()).contains("\"roomId\":\"r1\"", "\"markdown\":\"see **<a>**\"");
        assertThat(request.headers()).containsEntry("Authorization", "Bearer t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pushover_configs: [{token: a}] | 'user_key' is missing",
                "pushover_configs: [{user_key: a, token: b, html: true, monospace: true}] | exclude each other",
                "victorops_configs: [{api_key: a}] | 'routing_key' is missing",
                "victorops_configs: [{routing_key: a}] | 'api_key' is missing",
                "victorops_configs: [{api_key: a, routing_key: b, custom_fields: {entity_id: c}}] | 'entity_id' cannot",
                "webex_configs: [{room_id: a}] | Webex wants to know who speaks",
                "webex_configs: [{http_config: {bearer_token: a}}] | 'room_id' is missing",
                "sns_configs: [{topic_arn: a}] | 'sns_configs' is not supported",
                "wechat_configs: [{}] | 'wechat_configs' is not supported",
            })
    void receiver_thatCannotBeToldIsRefused(String config, String message) {
        assertThat(reading("", config).findings())
                .singleElement()
                .asString()
                .startsWith("a.yml:4:")
                .contains(message);
    }

    @Test
    void httpConfig_saysWhoAsks() throws Exception {
        Files.writeString(folder.resolve("token"), "abc\n");
        AlertFile file = file("global: {http_config: {authorization: {credentials_file: token}}}\n", """
                webhook_configs:
                - {url: 'http://x.example/'}
                - url: http://y.example/
                  http_config: {basic_auth: {username: ada, password: pw}, follow_redirects: false}
                """);

        assertThat(((Wire.Request) told(file).getFirst()).headers()).containsEntry("Authorization", "Bearer abc");
        Wire.Request own = (Wire.Request) told(file).getLast();
        assertThat(own.headers()).containsEntry("Authorization", "Basic YWRhOnB3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{proxy_url: 'http://p'} | 'proxy_url' is not supported",
                "{oauth2: {client_id: a}} | 'oauth2' is not supported",
                "{tls_config: {server_name: a}} | 'server_name' is not supported",
                "{tls_config: {key_file: a}} | cert_file and key_file go together",
                "{authorization: {type: Basic, credentials: x}} | cannot be of type basic",
                "{bearer_token: a, basic_auth: {username: b}} | exclude each other",
                "{follow_redirects: true} | redirects are not followed",
                "{nonsense: 1} | 'nonsense' is not known here",
            })
    void httpConfig_thatIsNotFollowedIsRefused(String config, String message) {
        List<Finding> findings = reading("", "webhook_configs: [{url: 'http://x', http_config: " + config + "}]")
                .findings();
        assertThat(findings).singleElement().asString().startsWith("a.yml:4:").contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{to: a@b.c, from: d@e.f} | 'smarthost' is missing",
                "{to: a@b.c, smarthost: 'h:25'} | 'from' is missing",
                "{to: a@b.c, from: d@e.f, smarthost: h} | is no address",
                "{to: a@b.c, from: d@e.f, smarthost: 'h:25', auth_secret: x} | CRAM-MD5",
                "{to: a@b.c, from: d@e.f, smarthost: 'h:25', html: '{{ nonsense }}'} | not defined",
            })
    void email_thatCannotBeSentIsRefused(String config, String message) {
        assertThat(reading("", "email_configs: [" + config + "]").findings())
                .singleElement()
                .asString()
                .startsWith("a.yml:4:")
                .contains(message);
    }
}
