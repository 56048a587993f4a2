package dev.slipway.observe.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Alertmanager's configuration and what follows from it, without anything that waits or sends. */
class AlertFileTest {

    private static final String FILE = """
            global: {resolve_timeout: 1m, slack_api_url: 'https://hooks.example/x'}
            route:
              receiver: all
              group_by: [alertname]
              routes:
              - matchers: [severity="page", team=~"web|db"]
                receiver: pager
                group_by: ['...']
                continue: true
              - match: {severity: page}
                receiver: chat
                mute_time_intervals: [weekend]
                repeat_interval: 1h
            inhibit_rules:
            - source_matchers: [alertname="Down"]
              target_matchers: [alertname=~".+"]
              equal: [node]
            time_intervals:
            - name: weekend
              time_intervals:
              - weekdays: ['saturday', 'sunday']
              - times: [{start_time: '22:00', end_time: '24:00'}]
                days_of_month: ['-1']
            receivers:
            - name: all
            - name: pager
              pagerduty_configs: [{routing_key: key}]
            - name: chat
              slack_configs: [{channel: '#ops', title: '{{ .CommonLabels.alertname }} {{ .Alerts.Firing | len }}'}]
            """;
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private static AlertFile read() {
        AlertFile.Reading reading = AlertFile.read("alertmanager.yml", FILE, Path.of("/tmp"));
        assertThat(reading.findings()).isEmpty();
        return reading.file().orElseThrow();
    }

    private static List<String> findings(String text) {
        return AlertFile.read("a.yml", text, Path.of("/tmp")).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    private static PostedAlert alert(String... labels) {
        return new PostedAlert(Labels.of(labels), Map.of("summary", "s"), "test", NOW, Optional.empty(), NOW, "");
    }

    @Test
    void alert_goesToTheDeepestRoutesThatTakeIt() {
        AlertRoute root = read().route();

        assertThat(root.match(Labels.of("alertname", "A")))
                .extracting(AlertRoute::receiver)
                .containsExactly("all");
        assertThat(root.match(Labels.of("alertname", "A", "severity", "page", "team", "web")))
                .extracting(AlertRoute::receiver)
                .containsExactly("pager", "chat");
        AlertRoute chat = root.match(Labels.of("severity", "page")).getFirst();
        assertThat(chat.repeatInterval()).isEqualTo(Duration.ofHours(1));
        assertThat(chat.groupLabels(Labels.of("alertname", "A", "b", "c"))).isEqualTo(Labels.of("alertname", "A"));
    }

    @Test
    void inhibition_needsEqualLabelsAndAnotherAlert() {
        InhibitRule rule = read().inhibitRules().getFirst();
        List<PostedAlert> firing = List.of(alert("alertname", "Down", "node", "a"));

        assertThat(rule.inhibitor(Labels.of("alertname", "Slow", "node", "a"), firing))
                .isPresent();
        assertThat(rule.inhibitor(Labels.of("alertname", "Slow", "node", "b"), firing))
                .isEmpty();
        assertThat(rule.inhibitor(Labels.of("alertname", "Down", "node", "a"), firing))
                .isEmpty();
    }

    @Test
    void times_recur() {
        TimeInterval weekend = read().times().get("weekend");

        assertThat(weekend.contains(NOW)).isFalse();
        assertThat(weekend.contains(Instant.parse("2026-03-01T12:00:00Z"))).isTrue();
        assertThat(weekend.contains(Instant.parse("2026-03-31T23:59:00Z"))).isTrue();
        assertThat(weekend.contains(Instant.parse("2026-03-30T23:59:00Z"))).isFalse();
    }

    @Test
    void mistakes_areToldWhereTheyStand() {
        assertThat(findings("route: {receiver: no}\nreceivers: [{name: other}]\n"))
                .singleElement()
                .asString()
                .startsWith("a.yml:1:19: error: there is no receiver 'no'");
        assertThat(findings("route: {receiver: a}\nreceivers:\n- name: a\n  wechat_configs: [{to_user: x}]\n"))
                .singleElement()
                .asString()
                .startsWith("a.yml:4:19: error: 'wechat_configs' is not supported");
        assertThat(findings("route: {receiver: a, routes: [{matchers: ['x']}]}\nreceivers: [{name: a}]\n"))
                .singleElement()
                .asString()
                .contains("is no list of matchers");
        assertThat(findings("route: {receiver: a}\nreceivers: [{name: a, webhook_configs: [{url: nonsense}]}]\n"))
                .singleElement()
                .asString()
                .contains("no http or https URL");
    }

    @Test
    void telling_callsForWhatIsNew() {
        Telling told = new Telling(Set.of("a"), Set.of(), NOW);
        Duration repeat = Duration.ofHours(4);

        assertThat(Telling.NONE.calls(Set.of("a"), Set.of(), true, repeat, NOW)).isTrue();
        assertThat(Telling.NONE.calls(Set.of(), Set.of("a"), true, repeat, NOW)).isFalse();
        assertThat(told.calls(Set.of("a"), Set.of(), true, repeat, NOW)).isFalse();
        assertThat(told.calls(Set.of("a", "b"), Set.of(), true, repeat, NOW)).isTrue();
        assertThat(told.calls(Set.of(), Set.of("a"), true, repeat, NOW)).isTrue();
        assertThat(told.calls(Set.of(), Set.of("a"), false, repeat, NOW)).isFalse();
        assertThat(told.calls(
                        Set.of("a"), Set.of(), true, repeat, NOW.plus(repeat).plusSeconds(1)))
                .isTrue();
    }

    @Test
    void wire_putsANoticeIntoTheWordsOfAService() throws Exception {
        Notice notice = Notice.of(
                "{}:x", "chat", Labels.of("alertname", "A"), List.of(alert("alertname", "A")), "http://s", NOW);
        AlertFile file = read();

        Wire.Request slack = request(file, "chat", notice);
        assertThat(slack.url()).hasToString("https://hooks.example/x");
        assertThat(slack.body()).contains("\"channel\":\"#ops\"", "\"title\":\"A 1\"", "\"color\":\"danger\"");
        assertThat(request(file, "pager", notice).body())
                .contains("\"routing_key\":\"key\"", "\"event_action\":\"trigger\"", "[FIRING:1] A");
    }

    private static Wire.Request request(AlertFile file, String receiver, Notice notice) throws IOException {
        Integration integration = file.receivers().get(receiver).getFirst();
        return (Wire.Request) Wire.of(integration, notice, file.templates(), NOW);
    }

    @Test
    void silence_mutesWhileItHolds() {
        Silence silence = new Silence(
                "s", MatcherText.read("{node=~\"a.*\", env!=\"test\"}"), NOW, NOW.plusSeconds(60), "ada", "", NOW);

        assertThat(silence.mutes(Labels.of("node", "a1"), NOW)).isTrue();
        assertThat(silence.mutes(Labels.of("node", "a1", "env", "test"), NOW)).isFalse();
        assertThat(silence.mutes(Labels.of("node", "a1"), NOW.plusSeconds(60))).isFalse();
        assertThat(silence.expired(NOW.plusSeconds(1)).phase(NOW.plusSeconds(1)))
                .isEqualTo(Silence.Phase.EXPIRED);
    }
}
