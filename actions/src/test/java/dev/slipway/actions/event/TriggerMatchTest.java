package dev.slipway.actions.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.FilterPattern;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerMatchTest {

    @ParameterizedTest
    @CsvSource({
        "*, a, true",
        "*, a/b, false",
        "**, a/b, true",
        "**/docs/**, docs/x.md, true",
        "**/docs/**, a/docs/b/x.md, true",
        "'*.jsx?', page.js, true",
        "'*.jsx?', page.jsx, true",
        "'v[12].[0-9]+.[0-9]+', v1.10.3, true",
        "'v[12].[0-9]+.[0-9]+', v3.0.0, false",
        "'**.js', src/a/b.js, true",
        "'\\*', a, false",
    })
    void pattern_matchesAsGitHubDocuments(String pattern, String name, boolean matches) {
        assertThat(FilterPattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void laterPattern_winsOverEarlier() {
        Workflow workflow = workflow("{push: {branches: ['releases/**', '!releases/**-alpha', 'releases/x-alpha']}}");
        assertThat(pushes(workflow, "refs/heads/releases/1")).isTrue();
        assertThat(pushes(workflow, "refs/heads/releases/1-alpha")).isFalse();
        assertThat(pushes(workflow, "refs/heads/releases/x-alpha")).isTrue();
        assertThat(pushes(workflow, "refs/heads/main")).isFalse();
    }

    @Test
    void branchFilterAlone_keepsTagsOut() {
        assertThat(pushes(workflow("{push: {branches: ['**']}}"), "refs/tags/v1"))
                .isFalse();
        assertThat(pushes(workflow("{push: {tags: ['v*']}}"), "refs/tags/v1")).isTrue();
        assertThat(pushes(workflow("{push: {tags: ['v*']}}"), "refs/heads/main"))
                .isFalse();
        assertThat(pushes(workflow("push"), "refs/tags/v1")).isTrue();
    }

    @Test
    void filterWithNothingInIt_isNoFilter() {
        Workflow branches = workflow("{push: {branches: ['releases/*'], tags: }}");
        assertThat(pushes(branches, "refs/heads/releases/1")).isTrue();
        assertThat(pushes(branches, "refs/heads/main")).isFalse();
        assertThat(pushes(branches, "refs/tags/v1")).isFalse();
        assertThat(pushes(workflow("{push: {branches: , paths: ~}}"), "refs/heads/main", "a.c"))
                .isTrue();
    }

    @Test
    void eventThatDoesNotTellItsActivity_mayBeAnyOfThem() {
        assertThat(TriggerMatch.starts(workflow("{release: {types: [published]}}"), event("release")))
                .isTrue();
        assertThat(TriggerMatch.starts(workflow("{schedule: [{cron: '0 5 * * *'}]}"), event("schedule")))
                .isTrue();
        assertThat(TriggerMatch.starts(workflow("{schedule: [{cron: '0 5 * * *'}]}"), event("release")))
                .isFalse();
    }

    @Test
    void pathsIgnore_holdsBackOnlyWhenAllPathsAreIgnored() {
        Workflow workflow = workflow("{push: {paths-ignore: ['docs/**']}}");
        assertThat(pushes(workflow, "refs/heads/main", "docs/a.md")).isFalse();
        assertThat(pushes(workflow, "refs/heads/main", "docs/a.md", "src/a.c")).isTrue();
        assertThat(pushes(workflow("{push: {paths: ['src/**', '!src/**.md']}}"), "refs/heads/main", "src/a.md"))
                .isFalse();
    }

    @Test
    void schedule_startsByItsOwnLineOnly() {
        Workflow workflow = workflow("{schedule: [{cron: '0 5 * * *'}]}");
        assertThat(TriggerMatch.starts(workflow, Event.schedule("refs/heads/main", "c", "ada", "0 5 * * *")))
                .isTrue();
        assertThat(TriggerMatch.starts(workflow, Event.schedule("refs/heads/main", "c", "ada", "0 6 * * *")))
                .isFalse();
        assertThat(TriggerMatch.starts(workflow, Event.dispatch("refs/heads/main", "c", "ada", Map.of())))
                .isFalse();
    }

    /** As a person names it who has no more to tell. */
    private static Event event(String name) {
        return new Event(
                name,
                Optional.empty(),
                "refs/heads/main",
                "c0ffee",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "ada",
                Optional.empty(),
                Value.Mapping.EMPTY,
                Map.of());
    }

    private static boolean pushes(Workflow workflow, String ref, String... paths) {
        return TriggerMatch.starts(workflow, Event.push(ref, "c0ffee", "0", "ada", List.of(paths)));
    }

    private static Workflow workflow(String on) {
        String text = "on: " + on + "\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n";
        return WorkflowReader.read("ci.yml", text).workflow().orElseThrow();
    }
}
