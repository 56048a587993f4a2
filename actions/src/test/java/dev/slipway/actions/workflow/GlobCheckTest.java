package dev.slipway.actions.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"main", "feature/**", "v[0-9]+.*", "*", "release?", "a\\+b", "!x", "ab?", "[abc]d"})
    void goodRefs_haveNoComplaint(String pattern) {
        assertThat(FilterPattern.complaint(pattern, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "!", "?a", "a**?", "[", "[]", "[a]", "[9-0]", "[0-", "/a", "a/", "a.", "a b", "a^", "a~1", "a:b",
                "a\\[b", "a\\n"
            })
    void badRefs_areComplainedOf(String pattern) {
        assertThat(FilterPattern.complaint(pattern, true)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"./a", "../a", ".", " a", "a "})
    void badPaths_areComplainedOf(String pattern) {
        assertThat(FilterPattern.complaint(pattern, false)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a b", "docs/**", "a\\b", ".github/**", "**.js"})
    void goodPaths_haveNoComplaint(String pattern) {
        assertThat(FilterPattern.complaint(pattern, false)).isEmpty();
    }
}
