package dev.slipway.kernel.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

    @ParameterizedTest
    @CsvSource({
        "True, BOOLEAN",
        "~, NULL",
        "NULL, NULL",
        "0x1F, INTEGER",
        "0o17, INTEGER",
        "+12, INTEGER",
        ".5, FLOAT",
        "1e3, FLOAT",
        ".inf, FLOAT",
        "yes, STRING",
        "1_000, STRING",
        "'''1''', STRING"
    })
    void plainScalars_haveTheTypesOfTheCoreSchema(String text, YamlNode.Scalar.Kind kind) {
        YamlNode.Mapping root =
                (YamlNode.Mapping) Yaml.read("f", "a: " + text).root().orElseThrow();
        assertThat(root.get("a")).get().extracting("kind").isEqualTo(kind);
    }

    @Test
    void tagThatDoesNotFit_isRefusedWithItsPlace() {
        assertThat(messages("a: !!int test"))
                .containsExactly(
                        "The value 'test' on line 1 and column 4 is invalid for the type 'tag:yaml.org,2002:int'");
        assertThat(messages("a: !!bool 'true'")).hasSize(1);
        assertThat(messages("a: !!str 1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: !x%20 b", "a: !x%09 [b]", "a: !x%0A {b: c}"})
    void tagWithABlankAtItsEdge_isRefusedWithItsPlace(String text) {
        assertThat(Yaml.read("f", text).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.message()).contains("a tag is empty, or begins or ends with a blank");
            assertThat(finding.position()).hasToString("f:1:4");
        });
    }

    @Test
    void dialects_differInTwinsAndTagsOfApplications() {
        assertThat(messages("a: 1\na: 2")).containsExactly("'a' is already defined");
        assertThat(messages("a: !mine 1")).isEmpty();
        assertThat(Yaml.read("f", "a: 1\na: 2", Yaml.Dialect.ACTIONS).findings())
                .isEmpty();
        assertThat(Yaml.read("f", "a: !mine 1", Yaml.Dialect.ACTIONS).findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("Unexpected tag '!mine'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a: |\\n  x;x",
                "a: |\\n  x\\n;x~",
                "a: |+\\n  x;x",
                "a: >\\n  x\\n  😀;x 😀",
                "a: |-\\n  x;x",
                "a: |\\n  x\\nb: c;x~"
            })
    void blockScalar_endsWithABreakWhereTheTextDoes(String text, String value) {
        Yaml.Document document = Yaml.read("ci.yml", text.replace("\\n", "\n"), Yaml.Dialect.ACTIONS);
        YamlNode.Mapping root = (YamlNode.Mapping) document.root().orElseThrow();
        assertThat(((YamlNode.Scalar) root.entries().getFirst().value()).text()).isEqualTo(value.replace('~', '\n'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:\n  b: |\n      \n  c: d\n",
                "a:\n  b: >- # nothing yet\n    \n      \n  c: d\n",
                "a:\n  b: |\r\n      \r\n  c: d\r\n",
                "a:\r  b: |\r      \r  c: d\r",
                "- b: |\n      \n  c: d\n- e: |+\n        \n  c: d\n",
            })
    void blankLinesOfAnEmptyBlock_areIndentedAsTheyLike(String text) {
        Yaml.Document document = Yaml.read("f", text);
        assertThat(document.findings()).isEmpty();
        assertThat(document.root().orElseThrow().toString()).contains("text=d");
    }

    /** The library counts a CR as the end of a line. */
    @Test
    void blankLinesThatEndInCarriageReturns_areRefusedWithTheirPlace() {
        assertThat(messages(">\n  \n" + "\r".repeat(90) + "\n "))
                .singleElement()
                .asString()
                .contains("more spaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: |\n    \n  text\n", "- |\n    \n  text\n", "a:\n  b: >\n     \n   text\n  c: d\n"})
    void blankLinesBeforeText_areIndentedNoDeeperThanIt(String text) {
        assertThat(messages(text)).singleElement().asString().contains("the leading empty lines contain more spaces");
    }

    /** What follows the first node too many is not read: here it is no YAML. */
    @Test
    void nodesOverTheMost_endTheReading() {
        assertThat(Yaml.read("f", "- x\n".repeat(99_999)).findings()).isEmpty();
        assertThat(Yaml.read("f", "- x\n".repeat(100_000) + "]").findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("yaml-too-large");
                    assertThat(finding.position()).hasToString("f:100000:3");
                });
    }

    /** Each costs one more reading of the whole. */
    @Test
    void emptyBlocks_areMended_whileTheTextIsNotReadTooOften() {
        String block = "- b: |\n      \n  c: d\n";
        assertThat(messages(block.repeat(100))).isEmpty();
        assertThat(messages("# " + "long".repeat(300_000) + "\n" + block.repeat(5)))
                .singleElement()
                .asString()
                .contains("the leading empty lines");
        assertThat(messages("a:\n  " + "b: ".repeat(400) + "|\n      \n  c: d\n"))
                .hasSize(1);
    }

    @Test
    void recursion_isToldAtTheAlias_andMergeKeysAreNoMerge() {
        assertThat(Yaml.read("f", "a: &x\n  - b: *x").findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.position()).hasToString("f:2:8"));
        YamlNode.Mapping root = (YamlNode.Mapping)
                Yaml.read("f", "a: &x {b: 1}\nc: {<<: *x}").root().orElseThrow();
        YamlNode.Mapping inner = (YamlNode.Mapping) root.get("c").orElseThrow();
        assertThat(inner.get("<<")).isPresent();
        assertThat(inner.get("b")).isEmpty();
    }

    @Test
    void recursions_areAllTold_eachAtItsAlias() {
        assertThat(Yaml.read("f", "a: &x\n  b: &y\n    c: *y\n    d: *x\n  e: *y")
                        .findings())
                .extracting(finding -> finding.position().toString())
                .containsExactly("f:3:8", "f:4:8");
    }

    @Test
    void anchorsThatNoAliasNames_areKnown_alsoWhenTheyAreSetAnew() {
        assertThat(Yaml.read("f", "a: &x 1\nb: &x 2\nc: *x\nd: &y {e: &z 3}\nf: *y")
                        .unusedAnchors())
                .extracting(Object::toString)
                .containsExactly("f:1:4", "f:4:11");
    }

    @Test
    void depthBeyondAllUse_isRefusedWithoutAStackOverflow() {
        assertThat(Yaml.read("f", "[".repeat(50_000)).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.position()).hasToString("f:1:101"));
    }

    private static List<String> messages(String text) {
        return Yaml.read("f", text).findings().stream().map(Finding::message).toList();
    }
}
