package dev.slipway.observe.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is on call when, and what cannot be. */
class OnCallFileTest {

    private static final String FILE = """
            rotations:
            - name: web
              start: 2026-03-02T09:00
              timezone: Europe/Berlin
              turn: 1w
              members: [ada, mia]
              overrides:
              - {from: '2026-03-20T18:00', until: '2026-03-21T09:00', member: boss}
            escalations:
            - name: page
              matchers: [severity="page"]
              steps: [{after: 10m, tell: web}, {after: 30m, tell: boss}]
            digests:
            - {name: daily, tell: boss, at: '08:00', timezone: Europe/Berlin}
            - {name: weekly, tell: boss, at: '08:00', every: monday}
            heartbeats:
            - {name: outside, url: 'https://hc.example/x', interval: 30s}
            """;

    private static OnCallFile.Reading reading(String text) {
        return OnCallFile.read("oncall.yml", text, Path.of("/tmp"), Set.of("web", "ada", "mia", "boss"));
    }

    private static OnCallFile file() {
        assertThat(reading(FILE).findings()).isEmpty();
        return reading(FILE).file().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T07:59:59Z, mia",
        "2026-03-02T08:00:00Z, ada",
        "2026-03-09T07:59:59Z, ada",
        "2026-03-09T08:00:00Z, mia",
        "2026-03-20T18:00:00Z, boss",
        "2026-03-21T08:00:00Z, ada",
        "2026-03-30T06:59:59Z, mia",
        "2026-03-30T07:00:00Z, ada",
    })
    void turns_changeByTheClockOnTheWall(Instant time, String onCall) {
        assertThat(file().whoIs("web", time)).isEqualTo(onCall);
        assertThat(file().whoIs("boss", time)).isEqualTo("boss");
    }

    @Test
    void handover_isTheNextTurn() {
        assertThat(file().rotations().get("web").handover(Instant.parse("2026-03-25T12:00:00Z")))
                .isEqualTo("2026-03-30T07:00:00Z");
    }

    @Test
    void digest_isDueOnceADayOrAWeek() {
        Digest daily = file().digests().getFirst();
        assertThat(daily.due(Instant.parse("2026-03-05T06:59:00Z"))).isEqualTo("2026-03-04T07:00:00Z");
        assertThat(daily.due(Instant.parse("2026-03-05T07:00:00Z"))).isEqualTo("2026-03-05T07:00:00Z");
        assertThat(daily.next(Instant.parse("2026-03-28T07:00:00Z"))).isEqualTo("2026-03-29T06:00:00Z");

        Digest weekly = file().digests().getLast();
        assertThat(weekly.due(Instant.parse("2026-03-05T12:00:00Z"))).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(weekly.due(Instant.parse("2026-03-02T07:00:00Z"))).isEqualTo("2026-02-23T08:00:00Z");
        assertThat(weekly.next(Instant.parse("2026-03-05T12:00:00Z"))).isEqualTo("2026-03-09T08:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rotations: [{name: nobody, members: [ada]}] | 1:20: error: there is no receiver 'nobody'",
                "rotations: [{name: web, members: []}] | 'members' is missing",
                "rotations: [{name: web, members: [ada], turn: 0s}] | shorter than a second",
                "rotations: [{name: web, members: [ada], start: monday}] | 'monday' is not what 'start' expects",
                "escalations: [{name: a, steps: [{after: 1m, tell: x}]}] | there is no receiver 'x'",
                "escalations: [{name: a, matchers: [x], steps: [{tell: ada}]}] | is no list of matchers",
                "digests: [{name: a, tell: ada, every: moonday}] | 'moonday' is no day",
                "digests: [{name: a, tell: ada}, {name: a, tell: ada}] | 'a' is defined twice",
                "heartbeats: [{name: a, url: 'ftp://x'}] | no http or https URL",
                "nonsense: 1 | 'nonsense' is not known here",
            })
    void mistake_isToldWhereItStands(String text, String message) {
        assertThat(reading(text).findings())
                .singleElement()
                .asString()
                .startsWith("oncall.yml:1:")
                .contains(message);
        assertThat(reading(text).file()).isEmpty();
    }
}
