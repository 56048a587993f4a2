package dev.slipway.observe.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Answer ANSWER = Answer.connected()
            .with(Fact.STATUS, "200")
            .with(Fact.IP, "192.0.2.7")
            .with(Fact.BODY, "{\"status\":\"UP\",\"items\":[{\"id\":7},{\"id\":8}],\"odd.name\":true,\"none\":null}")
            .withHeaders(Map.of("content-type", "application/json"))
            .withCertificateEnd(Optional.of(NOW.plus(Duration.ofDays(3))))
            .measured(NOW, Duration.ofMillis(120));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[STATUS] == 200",
                "[STATUS] < 300",
                "[STATUS] == any(200, 204)",
                "any(200, 204) == [STATUS]",
                "[STATUS] != any(500, 503)",
                "[CONNECTED] == true",
                "[IP] == pat(192.0.*)",
                "[RESPONSE_TIME] < 300",
                "[RESPONSE_TIME] <= 120ms",
                "[CERTIFICATE_EXPIRATION] > 48h",
                "[BODY].status == UP",
                "[BODY].items[1].id == 8",
                "[BODY].items[1].id >= 8.0",
                "[BODY]['odd.name'] == true",
                "len([BODY].items) == 2",
                "len([BODY].status) == 2",
                "has([BODY].items) == true",
                "has([BODY].errors) == false",
                "[BODY] == pat(*\"UP\"*)",
                "[BODY] == re(^\\{.*UP)",
                "[BODY] != pat(*DOWN*)",
                "[BODY].status == any(OK, pat(U*))",
                "[HEADERS].Content-Type == application/json",
            })
    void condition_holds(String text) {
        assertThat(Condition.parse(text).complaint(ANSWER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[STATUS] == 204",
                "[STATUS] > 200",
                "[STATUS] != 200",
                "[RESPONSE_TIME] < 100",
                "[CERTIFICATE_EXPIRATION] > 96h",
                "[BODY].status == DOWN",
                "[BODY].errors == x",
                "[BODY].errors != x",
                "[BODY].items[2].id == 8",
                "[BODY].status < 5",
                "[DNS_RCODE] == NOERROR",
                "[HEADERS].etag == x",
                "[BODY] == re(^UP)",
            })
    void condition_isBroken(String text) {
        assertThat(Condition.parse(text).complaint(ANSWER)).get().asString().startsWith(text + ": found ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[STATUS]",
                "[STATUS]==200",
                "[STATE] == 200",
                "[DOMAIN_END] > 48h",
                "[BODY]status == 1",
                "[BODY].a[x] == 1",
                "[BODY] == re(()",
                "pat(a) == any(b, c)"
            })
    void nonsense_isRefusedWithAHint(String text) {
        assertThatThrownBy(() -> Condition.parse(text))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.hint()).isNotEmpty());
    }

    @Test
    void complaint_showsWhatWasFound() {
        assertThat(Condition.parse("[STATUS] == 204").complaint(ANSWER)).contains("[STATUS] == 204: found 200");
        assertThat(Condition.parse("[DNS_RCODE] == NOERROR").complaint(ANSWER))
                .contains("[DNS_RCODE] == NOERROR: found nothing");
        assertThat(Condition.parse("[BODY] == x")
                        .complaint(ANSWER.with(Fact.BODY, "y".repeat(500)))
                        .orElseThrow())
                .hasSizeLessThan(120);
    }
}
