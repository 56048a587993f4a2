package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    /** The longest text that is read as Markdown. */
    private static final int LONGEST = 256 << 10;

    @Test
    void table_strikethrough_tasksAndAddresses_areThoseOfGitHub() {
        assertThat(Markdown.html("| a | b |\n|---|--:|\n| 1 | ~~2~~ |\n"))
                .containsSubsequence("<table>", "<th>a</th>", "<td>1</td>", "align=\"right\"", "<del>2</del>");
        assertThat(Markdown.html("- [x] built\n- [ ] shipped\n"))
                .contains("<input checked disabled type=\"checkbox\"> built")
                .contains("<input disabled type=\"checkbox\"> shipped");
        assertThat(Markdown.html("see https://example.org/a?b=1&c=2 ."))
                .contains("<a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"nofollow noopener noreferrer\">");
        assertThat(Markdown.html("```java\nint  a = 1 < 2;\n```\n"))
                .contains("<pre><code>int  a = 1 &lt; 2;\n</code></pre>");
    }

    @Test
    void htmlThatTheToolkitWrites_isKept() {
        assertThat(Markdown.html("<h1>Tests</h1>\n<table><tr><th colspan=\"2\">all</th></tr></table>\n"
                        + "<details><summary>more</summary>\n\n**bold**\n</details>\n"))
                .contains("<h3>Tests</h3>", "<th colspan=\"2\">all</th>", "<summary>more</summary>")
                .contains("<strong>bold</strong>");
    }

    @Test
    void headings_areBelowThoseOfThePage() {
        assertThat(Markdown.html("# one\n\n## two\n\n##### five\n"))
                .contains("<h3>one</h3>", "<h4>two</h4>", "<h6>five</h6>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "text <img src=x onerror=alert(1)> text",
                "<svg onload=alert(1)><a xlink:href=\"javascript:alert(1)\">x</a></svg>",
                "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
                "<form action=/logout method=post><button formaction=/x>go</button></form>",
                "<style>body { display: none }</style><link rel=stylesheet href=//evil.example>",
                "<div style=\"position:fixed\" class=card id=live data-dialog=do-cancel onclick=alert(1) hx-post=/x>x</div>",
                "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
                "<meta http-equiv=refresh content=0;url=//evil.example><base href=//evil.example>",
                "<input type=text name=password value=x onfocus=alert(1) autofocus>",
                "</div></section><script>alert(1)</script>",
            })
    void htmlThatDoesMoreThanFormat_isGone(String hostile) {
        String html = Markdown.html("before\n\n" + hostile + "\n\nafter").toLowerCase(java.util.Locale.ROOT);
        assertThat(html)
                .contains("<p>before</p>", "after")
                .doesNotContain(" on", "<script", "<svg", "<iframe", "<form", "<button", "<style", "<link", "<img")
                .doesNotContain("style=", "class=", "id=", "data-", "hx-", "<meta", "<base", "type=\"text\"", "name=")
                .doesNotContain("javascript:", "</section");
        assertThat(html.split("<div", -1)).hasSameSizeAs(html.split("</div", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt&colon;alert(1))",
                "[x](&#106;avascript:alert(1))",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](vbscript:x)",
                "[x](/settings)",
                "[x](//evil.example)",
                "<a href=\"java\tscript:alert(1)\">x</a>",
                "![x](javascript:alert(1))",
            })
    void linkToElsewhereThanASite_isItsText(String hostile) {
        assertThat(Markdown.html(hostile)).contains(">x</a>").doesNotContain("href");
    }

    @ParameterizedTest
    @CsvSource({
        "![badge](https://img.example/b.svg), badge",
        "<img src=https://img.example/b.svg alt=badge>, badge",
        "![](https://img.example/b.svg), https://img.example/b.svg"
    })
    void imageOfAnotherHost_isALink_andNothingIsAskedFor(String image, String words) {
        assertThat(Markdown.html(image))
                .contains(
                        "<a href=\"https://img.example/b.svg\" rel=\"nofollow noopener noreferrer\">" + words + "</a>")
                .doesNotContain("<img");
        assertThat(Markdown.html("[![badge](https://img.example/b.svg)](https://ci.example/)"))
                .contains(
                        "<a href=\"https://ci.example/\" rel=\"nofollow noopener noreferrer\"><span>badge</span></a>");
    }

    /** What is costly to read or nests without end. */
    @ParameterizedTest
    @Timeout(30)
    @ValueSource(
            strings = {
                "- ",
                "> ",
                "> - ",
                "1. ",
                "*a **",
                "*a _b ",
                "[",
                "![",
                "[a](",
                "`",
                "``` ",
                "<div>",
                "<b><i>",
                "<a>",
                "<!-- -->",
                "|a",
                "|a\n|-\n",
                "&",
                "~~",
                "\\",
                "http://a.",
                "[x]: /a\n",
                "    ",
                "- a\n ",
                "<table><td>"
            })
    void endlessRepetition_isShownInTime(String hostile) {
        String text = hostile.repeat(LONGEST / hostile.length() - 1) + "end";
        assertThat(Markdown.html(text)).contains("end");
        assertThat(Markdown.html(hostile.repeat(1 << 20))).startsWith("<pre>");
    }

    @Test
    void textNestedTooDeep_orTooLong_isShownAsItIs() {
        String deep = "*a _b ".repeat(200) + "c_ d*".repeat(200) + " <b>";
        assertThat(Markdown.html(deep)).startsWith("<pre>*a _b").endsWith("&lt;b&gt;</pre>");
        assertThat(Markdown.html("**a** ".repeat(LONGEST / 6 + 1))).startsWith("<pre>**a**");
    }
}
