package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.scenarios.ShopNotes.Note;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What rollouts did to the world, held against what they may do. Rollouts of one environment follow one another, so
 * the time of a note says which one it belongs to.
 *
 * @param rollouts as the API tells them
 * @param kills when the control plane died
 */
record Effects(ShopNotes notes, List<JsonNode> rollouts, List<Instant> kills) {

    /** A migration that was under way when the control plane died is run again: nobody can know how far it came. */
    private static final Duration MIGRATION = Duration.ofSeconds(1);

    void happenedOnce() throws IOException {
        for (JsonNode rollout : rollouts) {
            startedOnce(rollout);
            migratedOnce(rollout, "expand");
            migratedOnce(rollout, "contract");
        }
        endedOnce();
    }

    private void startedOnce(JsonNode rollout) throws IOException {
        List<Note> starts = within(
                rollout,
                notes.starts(),
                "production.web." + rollout.path("release").asString() + ".0");
        assertThat(starts).as("processes that were started for " + rollout).hasSizeLessThanOrEqualTo(1);
        if (succeeded(rollout)) {
            assertThat(starts).as("processes that were started for " + rollout).hasSize(1);
        }
    }

    private void migratedOnce(JsonNode rollout, String direction) throws IOException {
        List<Note> runs = within(
                rollout,
                notes.migrations(),
                direction + "." + rollout.path("release").asString());
        if (succeeded(rollout)) {
            assertThat(runs).as(direction + " of " + rollout).isNotEmpty();
        } else if (direction.equals("contract")) {
            assertThat(runs).as(direction + " of " + rollout).isEmpty();
        }
        for (int i = 1; i < runs.size(); i++) {
            Instant earlier = runs.get(i - 1).at();
            assertThat(kills)
                    .as(direction + " was run again though the run of " + earlier + " had ended: " + rollout)
                    .anyMatch(kill -> kill.isAfter(earlier.minus(MIGRATION)) && kill.isBefore(earlier.plus(MIGRATION)));
        }
    }

    /** All but the one that serves now were ended, each once and with the time to end well. */
    private void endedOnce() throws IOException {
        List<Note> starts = notes.starts();
        List<Long> leftToEnd =
                starts.stream().filter(start -> !start.alive()).map(Note::pid).toList();
        assertThat(leftToEnd).as("processes that ended").hasSize(starts.size() - 1);
        assertThat(notes.ends().stream().map(Note::pid)).containsAll(leftToEnd).doesNotHaveDuplicates();
    }

    private static boolean succeeded(JsonNode rollout) {
        return rollout.path("state").asString().equals("SUCCEEDED");
    }

    private static List<Note> within(JsonNode rollout, List<Note> notes, String subject) {
        Instant from = Instant.parse(rollout.path("requestedAt").asString());
        Instant to = Instant.parse(rollout.path("finishedAt").asString());
        return notes.stream()
                .filter(note -> note.subject().equals(subject))
                .filter(note -> !note.at().isBefore(from) && !note.at().isAfter(to))
                .toList();
    }
}
