package dev.slipway.promql.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final AlertData DATA = new AlertData(
            Map.of("job", "api", "instance", "db-1.example:9090"), Map.of("zone", "eu"), "http://m/x", 1234.5);

    private static final List<QuerySample> SAMPLES = List.of(
            new QuerySample(Map.of("job", "b", "n", "1"), 2), new QuerySample(Map.of("job", "a", "n", "2"), 3.5));

    private static final Surroundings SURROUNDINGS =
            new Surroundings(1_435_065_584_128L, "http://m/x", text -> text.equals("none") ? List.of() : SAMPLES);

    private static String expand(String text) {
        return Template.parse(text, Set.of("labels", "externalLabels", "externalURL", "value"))
                .expand(DATA, DATA.variables(), SURROUNDINGS);
    }

    @Test
    void labelsAndValue_areThere() {
        assertThat(expand("{{ $labels.job }} on {{ .Labels.instance }}: {{ $value }}"))
                .isEqualTo("api on db-1.example:9090: 1234.5");
        assertThat(expand("{{ $labels.absent }}|{{ $externalLabels.zone }}|{{ $externalURL }}"))
                .isEqualTo("|eu|http://m/x");
        assertThat(expand("{{ $labels }}")).isEqualTo("map[instance:db-1.example:9090 job:api]");
        assertThat(expand("{{ $.Labels.job }}")).isEqualTo("api");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0 | 0",
                "1 | 1",
                "1234567 | 1.235M",
                "0.12 | 120m",
                "1e-9 | 1n",
                "-12000 | -12k",
                "NaN | NaN",
                "+Inf | +Inf"
            })
    void humanize_scalesByThousand(String value, String text) {
        assertThat(expand("{{ humanize \"" + value + "\" }}")).isEqualTo(text);
    }

    @Test
    void humanize_hasUnits() {
        assertThat(expand("{{ 1048576.0 | humanize1024 }}")).isEqualTo("1Mi");
        assertThat(expand("{{ 0.2345 | humanizePercentage }}")).isEqualTo("23.45%");
        assertThat(expand("{{ humanizeDuration 0.0 }} {{ humanizeDuration 899.99 }} {{ humanizeDuration 86400.0 }}"))
                .isEqualTo("0s 14m 59s 1d 0h 0m 0s");
        assertThat(expand("{{ humanizeDuration 0.001 }} {{ humanizeDuration -3.5 }}"))
                .isEqualTo("1ms -3.5s");
        assertThat(expand("{{ humanizeTimestamp 1435065584.128 }}")).isEqualTo("2015-06-23 13:19:44.128 +0000 UTC");
    }

    @Test
    void query_feedsRange() {
        assertThat(expand("{{ range query \"up\" }}{{ .Labels.job }}={{ .Value }};{{ end }}"))
                .isEqualTo("b=2;a=3.5;");
        assertThat(expand("{{ range query \"none\" }}x{{ else }}nothing{{ end }}"))
                .isEqualTo("nothing");
        assertThat(expand("{{ with query \"up\" }}{{ . | first | value | humanize }}{{ end }}"))
                .isEqualTo("2");
        assertThat(expand("{{ query \"up\" | sortByLabel \"job\" | first | label \"n\" }}"))
                .isEqualTo("2");
        assertThat(expand("{{ range $i, $s := query \"up\" }}{{ if $i }}, {{ end }}{{ $s.Labels.n }}{{ end }}"))
                .isEqualTo("1, 2");
    }

    @Test
    void branches_compare() {
        assertThat(expand("{{ if gt $value 1000.0 }}high{{ else if gt $value 10.0 }}mid{{ else }}low{{ end }}"))
                .isEqualTo("high");
        assertThat(expand("{{ if and (eq .Labels.job \"api\") (not .Labels.absent) }}yes{{ end }}"))
                .isEqualTo("yes");
        assertThat(expand("{{ if eq $labels.job \"x\" \"api\" }}one of{{ end }}"))
                .isEqualTo("one of");
        assertThat(expand("{{ or .Labels.absent \"default\" }}")).isEqualTo("default");
    }

    @Test
    void variablesAndDefinitions_areKept() {
        assertThat(expand("{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}"))
                .isEqualTo("2");
        assertThat(expand("{{ define \"a\" }}[{{ .arg0 }}-{{ .arg1 }}]{{ end }}{{ template \"a\" (args 1 \"b\") }}"))
                .isEqualTo("[1-b]");
        assertThat(expand("{{ define \"t\" }}<{{ . }}>{{ end }}{{ tmpl \"t\" \"x\" | toUpper }}"))
                .isEqualTo("<X>");
        assertThat(expand("{{ range $k, $v := $labels }}{{ $k }}:{{ $v }} {{ end }}"))
                .isEqualTo("instance:db-1.example:9090 job:api ");
    }

    @Test
    void trimmingAndComments_takeBlanksAway() {
        assertThat(expand("a  {{- 1 -}}  b {{/* nothing */}}c")).isEqualTo("a1b c");
        assertThat(
                        expand(
                                "{{ range query \"up\" }}{{ if eq .Value 2.0 }}{{ continue }}{{ end }}{{ .Value }}{{ break }}{{ end }}"))
                .isEqualTo("3.5");
    }

    @Test
    void text_isChanged() {
        assertThat(expand("{{ stripPort .Labels.instance }} {{ stripDomain .Labels.instance }}"))
                .isEqualTo("db-1.example db-1:9090");
        assertThat(expand("{{ stripDomain \"10.0.0.1:80\" }} {{ title \"hello big world\" }}"))
                .isEqualTo("10.0.0.1:80 Hello Big World");
        assertThat(expand("{{ reReplaceAll \"(a)p\" \"$1-\" \"apap\" }} {{ match \"^a\" \"abc\" }}"))
                .isEqualTo("a-a- true");
        assertThat(expand("{{ parseDuration \"1h2m10ms\" }} {{ printf \"%.1f\" 2.25 }}"))
                .isEqualTo("3720.01 2.2");
        assertThat(expand("{{ graphLink \"up == 0\" }}")).isEqualTo("/graph?g0.expr=up+%3D%3D+0&g0.tab=0");
        assertThat(expand("{{ len \"héllo\" }} {{ index $labels \"job\" }} {{ slice \"abcd\" 1 3 }}"))
                .isEqualTo("6 api bc");
    }

    @Test
    void mistakes_areFoundWhenRead() {
        assertBad("{{ $label.x }}", "undefined variable \"$label\" at 1:4");
        assertBad("a\n{{ nope 1 }}", "function \"nope\" not defined at 2:4");
        assertBad("{{ if true }}", "not closed");
        assertBad("{{ end }}", "unexpected \"end\"");
        assertBad("{{ $labels.x ", "unclosed action");
        assertBad("{{ break }}", "outside {{range}}");
    }

    private static void assertBad(String text, String message) {
        assertThatThrownBy(() -> expand(text))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-template"))
                .hasMessageContaining(message);
    }

    @Test
    void failures_areToldWhenExpanded() {
        for (String text : List.of(
                "{{ query \"none\" | first }}",
                "{{ .Nope }}",
                "{{ template \"nope\" }}",
                "{{ humanize \"abc\" }}",
                "{{ eq $value 1 }}",
                "{{ define \"loop\" }}{{ template \"loop\" }}{{ end }}{{ template \"loop\" }}",
                "{{ humanize }}")) {
            assertThatThrownBy(() -> expand(text))
                    .as(text)
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("template-failed"));
        }
    }
}
