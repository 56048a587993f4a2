package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummariesTest {

    @Test
    void summary_isRenderedOncePerChange() {
        Summaries summaries = new Summaries(10_000);

        String first = summaries.html("# 41 passed");

        assertThat(first).contains("41 passed");
        assertThat(summaries.html(String.join(" ", "#", "41", "passed"))).isSameAs(first);
        assertThat(summaries.html("# 42 passed")).contains("42 passed");
    }

    @Test
    void whatWasShownLongestAgo_isForgotten() {
        Summaries summaries = new Summaries(1000);
        String old = summaries.html("a".repeat(200));
        String fresh = summaries.html("b".repeat(200));
        assertThat(summaries.html("a".repeat(200))).isSameAs(old);

        summaries.html("c".repeat(200));

        assertThat(summaries.html("a".repeat(200))).isSameAs(old);
        assertThat(summaries.html("b".repeat(200))).isEqualTo(fresh).isNotSameAs(fresh);
    }

    @Test
    void summaryThatIsLargerThanAllThatIsKept_isShown() {
        assertThat(new Summaries(10).html("c".repeat(200))).contains("c".repeat(200));
    }
}
