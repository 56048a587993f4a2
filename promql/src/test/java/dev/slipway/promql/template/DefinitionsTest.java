package dev.slipway.promql.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What templates of receivers can do beside those of rules. */
class DefinitionsTest {

    private static final Instant TIME = Instant.parse("2026-03-02T07:04:05.120Z");
    private static final Surroundings AT =
            new Surroundings(TIME.plusSeconds(90).toEpochMilli(), "http://s", _ -> List.of());

    private static String expand(Definitions definitions, String text) {
        return definitions.parse(text).expand(Map.of("T", Moment.of(TIME), "Name", "<b>"), Map.of(), AT);
    }

    private static String expand(String text) {
        return expand(Definitions.none(), text);
    }

    @Test
    void definition_isSharedAndMayBeReplaced() {
        Definitions first = Definitions.none().with("{{ define \"a\" }}[{{ template \"b\" . }}]{{ end }}");
        assertThat(first.missing()).containsExactly("b");

        Definitions whole = first.with("{{ define \"b\" }}{{ .Name }}{{ end }}");
        assertThat(whole.missing()).isEmpty();
        assertThat(expand(whole, "{{ template \"a\" . }}")).isEqualTo("[<b>]");
        assertThat(expand(whole.with("{{ define \"b\" }}x{{ end }}"), "{{ template \"a\" . }}"))
                .isEqualTo("[x]");
        assertThatThrownBy(() -> whole.parse("{{ template \"c\" . }}")).hasMessageContaining("\"c\" not defined");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2006-01-02 15:04:05 MST | 2026-03-02 07:04:05 UTC",
                "Mon Jan _2 3:04PM 2006 | Mon Mar  2 7:04AM 2026",
                "Monday, 02-January-06 | Monday, 02-March-26",
                "2006-01-02T15:04:05.000Z07:00 | 2026-03-02T07:04:05.120Z",
                "15:04:05.999999 -0700 | 07:04:05.12 +0000",
            })
    void time_isWrittenByGosLayouts(String layout, String written) {
        assertThat(expand("{{ .T.Format \"" + layout + "\" }}")).isEqualTo(written);
        assertThat(expand("{{ .T | date \"" + layout + "\" }}")).isEqualTo(written);
    }

    @Test
    void time_hasZonesAndAges() {
        assertThat(expand("{{ .T | tz \"Europe/Paris\" | date \"15:04 MST\" }}"))
                .isEqualTo("08:04 CET");
        assertThat(expand("{{ since .T }} {{ since .T | humanizeDuration }}")).isEqualTo("1m30s 1m 30s");
        assertThat(expand("{{ .T }} {{ .T.Unix }}")).isEqualTo("2026-03-02 07:04:05.12 +0000 UTC 1772435045");
    }

    @Test
    void html_isEscapedUnlessItIsSaid() {
        Template template = Definitions.none().parse("<i>{{ .Name }}</i>{{ \"<br>\" | safeHtml }}");

        assertThat(template.expandHtml(Map.of("Name", "<b>"), Map.of(), AT)).isEqualTo("<i>&lt;b&gt;</i><br>");
        assertThat(template.expand(Map.of("Name", "<b>"), Map.of(), AT)).isEqualTo("<i><b></i><br>");
    }

    @Test
    void functionsOfAlertmanager_areKnownToItsTemplatesAlone() {
        assertThat(expand("{{ stringSlice \"a\" \"b\" | join \"-\" }} {{ dict \"k\" (list 1 2) | toJson }}"))
                .isEqualTo("a-b {\"k\":[1,2]}");
        assertThat(expand("{{ \"a%20b+%c3%bc%41\" | urlUnescape }}")).isEqualTo("a b üA");
        assertThatThrownBy(() -> expand("{{ \"a%2\" | urlUnescape }}")).hasMessageContaining("invalid URL escape");
        assertThatThrownBy(() -> Template.parse("{{ toJson . }}", Set.of())).hasMessageContaining("not defined");
        assertThatThrownBy(() -> expand("{{ .T.Format 1 }}")).hasMessageContaining("wrong type");
        assertThatThrownBy(() -> expand("{{ .Name \"x\" }}")).hasMessageContaining("can't give argument");
    }
}
