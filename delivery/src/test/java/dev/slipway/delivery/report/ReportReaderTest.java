package dev.slipway.delivery.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportReaderTest {

    private static ReportResult read(ReportRule.Threshold threshold, String... contents) {
        List<ReportFile> files = IntStream.range(0, contents.length)
                .mapToObj(i -> new ReportFile("report-" + i, contents[i]))
                .toList();
        return ReportReader.read(new ReportRule("reports", "**", threshold), files);
    }

    private static final ReportRule.Threshold NO_FAILURE = new ReportRule.Tests(0, 1);

    @Test
    void junit_countsCasesOfAllFilesAndEachFailureOnce() {
        String surefire = """
            <?xml version="1.0"?>
            <testsuite tests="99"><properties/>
              <testcase name="a"/><testcase name="b"><failure/><error/></testcase>
              <testcase name="c"><skipped/></testcase><testcase name="d"><flakyFailure/></testcase>
            </testsuite>""";
        String nested =
                "<testsuites><testsuite><testcase name='e'><error>x</error></testcase></testsuite></testsuites>";

        assertThat(read(NO_FAILURE, surefire, nested)).satisfies(result -> {
            assertThat(result.passed()).isFalse();
            assertThat(result.words()).startsWith("4 tests, 2 failed: b, e (");
        });
        assertThat(read(new ReportRule.Tests(2, 4), surefire, nested).passed()).isTrue();
        assertThat(read(new ReportRule.Tests(2, 5), surefire, nested).words()).contains("at least 5 must run");
    }

    @Test
    void junit_namesTheFirstThatFailed() {
        String failing = "<testcase classname='shop.%s' name='%s'><failure/></testcase>";
        String suite = "<testsuite>" + failing.formatted("CartTest", "adds") + failing.formatted("CartTest", "empties")
                + "</testsuite>";
        String other = "<testsuite>" + failing.formatted("PayTest", "shop.PayTest.pays")
                + failing.formatted("PayTest", "refunds") + "</testsuite>";

        assertThat(read(NO_FAILURE, suite, other).words())
                .startsWith(
                        "4 tests, 4 failed: shop.CartTest.adds, shop.CartTest.empties, shop.PayTest.pays and 1 more");
    }

    @Test
    void junit_failsWhenASuiteCouldNotBegin() {
        assertThat(read(NO_FAILURE, "<testsuite><testcase name='a'/><error message='no port'/></testsuite>")
                        .passed())
                .isFalse();
    }

    @Test
    void nothing_isAFailure() {
        assertThat(read(NO_FAILURE).passed()).isFalse();
        assertThat(read(NO_FAILURE, "<testsuite/>").passed()).isFalse();
        assertThat(read(new ReportRule.Coverage(0), "<coverage/>").passed()).isFalse();
        assertThat(read(new ReportRule.Mutation(0), "<mutations/>").passed()).isFalse();
        assertThat(read(new ReportRule.Findings(9, 9, 9), "{}").passed()).isFalse();
        assertThat(read(new ReportRule.Load(1e9, 1), "{\"metrics\":{}}").passed())
                .isFalse();
    }

    @Test
    void xml_resolvesNoEntityAndReadsNoOtherKind() {
        String type = "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/hostname'><!ENTITY b '<failure/>'>]>";

        assertThat(read(NO_FAILURE, type + "<testsuite><testcase name='a'>&a;&b;</testcase></testsuite>")
                        .words())
                .startsWith("1 test, 0 failed");
        assertThat(read(NO_FAILURE, type + "<testsuite><testcase name='&b;'/></testsuite>")
                        .words())
                .contains("no sound XML");
        assertThat(read(NO_FAILURE, "<testsuite>\n<testcase name='a'>\n</testsuite>")
                        .words())
                .contains(":3:3 is no sound XML: The element type \"testcase\"")
                .doesNotContain("\n");
        assertThat(read(NO_FAILURE, "<html/>").words()).contains("<testsuite>");
        assertThat(read(NO_FAILURE, "<testsuite>").passed()).isFalse();
    }

    @Test
    void coverage_readsAllThreeWriters() {
        String jacoco = """
            <!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
            <report name="x"><package name="p"><counter type="LINE" missed="9" covered="1"/></package>
            <counter type="BRANCH" missed="1" covered="1"/><counter type="LINE" missed="1" covered="3"/></report>""";
        String cobertura = """
            <coverage line-rate="0.5"><packages><package><classes><class filename="a.py"><methods><method><lines>
            <line number="1" hits="2"/></lines></method></methods><lines><line number="1" hits="2"/>
            <line number="2" hits="0"/></lines></class></classes></package></packages></coverage>""";
        String lcov = "TN:\nSF:/a.js\nDA:1,10\nDA:2,0\nDA:3,1\nLF:3\nLH:2\nend_of_record\n";
        String sums = "SF:/a.js\nLF:10\nLH:4\nend_of_record\n";

        assertThat(read(new ReportRule.Coverage(75), jacoco))
                .isEqualTo(new ReportResult(true, "75.0 % of 4 lines covered (at least 75.0 % are asked for)"));
        assertThat(read(new ReportRule.Coverage(50.1), cobertura).words()).startsWith("50.0 % of 2 lines");
        assertThat(read(new ReportRule.Coverage(60), lcov)).satisfies(result -> {
            assertThat(result.passed()).isTrue();
            assertThat(result.words()).startsWith("66.7 % of 3 lines");
        });
        assertThat(read(new ReportRule.Coverage(50), sums).words()).startsWith("40.0 % of 10 lines");
    }

    @Test
    void sarif_countsByLevelAndLeavesOutWhatIsSuppressedOrGone() {
        String log = """
            {"version": "2.1.0", "runs": [{
              "tool": {"driver": {"rules": [{"id": "R1", "defaultConfiguration": {"level": "error"}}, {"id": "R2"}]}},
              "results": [
                {"ruleId": "R1"}, {"ruleIndex": 0}, {"ruleId": "R2"}, {"ruleId": "R1", "level": "note"},
                {"ruleId": "R1", "suppressions": [{"kind": "inSource"}]},
                {"ruleId": "R1", "suppressions": [{"kind": "external", "status": "rejected"}]},
                {"ruleId": "R1", "baselineState": "absent"}, {"ruleId": "R1", "kind": "pass"}]}]}""";

        assertThat(read(new ReportRule.Findings(2, 0, 0), log)).satisfies(result -> {
            assertThat(result.passed()).isFalse();
            assertThat(result.words()).startsWith("3 errors, 1 warning, 1 note");
        });
        assertThat(read(new ReportRule.Findings(3, 1, 1), log).passed()).isTrue();
        assertThat(read(new ReportRule.Findings(0, 0, 0), "{\"runs\":[{\"results\":[]}]}")
                        .passed())
                .isTrue();
    }

    @Test
    void sarif_ofAToolThatDidNotRunIsAFailure() {
        String log = "{\"runs\":[{\"results\":[],\"invocations\":[{\"executionSuccessful\":false}]}]}";

        assertThat(read(new ReportRule.Findings(9, 9, 9), log).passed()).isFalse();
    }

    @Test
    void rule_namesItsFilesWhereItDoesNotMeanAll() {
        assertThat(new ReportRule("tests", "**", new ReportRule.Tests(0, 1)).source())
                .isEqualTo("tests");
        assertThat(new ReportRule("tests", "unit/*.xml", new ReportRule.Tests(0, 1)).source())
                .isEqualTo("tests/unit/*.xml");
    }

    @Test
    void sarif_withoutARunIsAFailure() {
        assertThat(read(new ReportRule.Findings(9, 9, 9), "{\"runs\":[]}").words())
                .contains("list of runs is empty");
    }

    @Test
    void brokenJson_isToldWithItsPlaceAlone() {
        assertThat(read(new ReportRule.Findings(9, 9, 9), "{\"runs\":\n [").words())
                .contains(":2:3 is no sound JSON: Unexpected end-of-input")
                .doesNotContain("REDACTED", "marker at");
    }

    @Test
    void k6_withoutFailedRequestsIsAFailure() {
        assertThat(read(new ReportRule.Load(300, 1), "{\"metrics\":{\"http_req_duration\":{\"p(95)\":2}}}"))
                .satisfies(result -> {
                    assertThat(result.passed()).isFalse();
                    assertThat(result.words()).contains("no http_req_failed");
                });
    }

    @Test
    void k6_readsBothKindsOfSummary() {
        String exported =
                "{\"metrics\":{\"http_req_duration\":{\"p(95)\":250.5},\"http_req_failed\":{\"value\":0.02}}}";
        String handled = "{\"metrics\":{\"http_req_duration\":{\"values\":{\"p(95)\":199}},"
                + "\"http_req_failed\":{\"values\":{\"rate\":0}}}}";

        assertThat(read(new ReportRule.Load(300, 0.01), exported).passed()).isFalse();
        assertThat(read(new ReportRule.Load(300, 0.05), exported).passed()).isTrue();
        assertThat(read(new ReportRule.Load(200, 0), handled).passed()).isTrue();
        assertThat(read(new ReportRule.Load(250, 1), exported, handled).passed())
                .isFalse();
    }

    @Test
    void mutation_isTheShareOfDetectedMutants() {
        String pit = "<mutations partial='true'><mutation detected='true' status='KILLED'><killingTest/></mutation>"
                + "<mutation detected='false' status='SURVIVED'/><mutation detected='true' status='TIMED_OUT'/>"
                + "</mutations>";

        assertThat(read(new ReportRule.Mutation(66), pit).passed()).isTrue();
        assertThat(read(new ReportRule.Mutation(67), pit).words()).startsWith("66.7 % of 3 mutants");
    }
}
