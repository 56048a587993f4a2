package dev.slipway.delivery.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tests of JUnit's XML, counted case by case: the sums that suites carry differ from writer to writer.
 *
 * @param ran all but the skipped ones
 * @param failed with a failure or an error, each once
 * @param named the first few of those that failed
 */
record TestCount(long ran, long failed, List<String> named) {

    private static final int NAMED = 3;
    private static final int LONGEST_NAME = 120;

    static final TestCount NONE = new TestCount(0, 0, List.of());

    static TestCount read(ReportFile file) {
        Tally tally = new Tally();
        XmlReport.read(file, "testsuite", "testsuites").forEach(tally::see);
        return tally.count();
    }

    TestCount plus(TestCount other) {
        List<String> first =
                Stream.concat(named.stream(), other.named.stream()).limit(NAMED).toList();
        return new TestCount(ran + other.ran, failed + other.failed, first);
    }

    /** For a person: how many ran and failed, and where to begin to look. */
    String words() {
        String counts = ran + (ran == 1 ? " test, " : " tests, ") + failed + " failed";
        if (named.isEmpty()) {
            return counts;
        }
        long others = failed - named.size();
        return counts + ": " + String.join(", ", named) + (others > 0 ? " and " + others + " more" : "");
    }

    /** The class is left out where the name begins with it already. */
    private static String name(XmlReport.Element testcase) {
        String name = testcase.attribute("name").orElse("a test without a name");
        String whole = testcase.attribute("classname")
                .filter(owner -> !owner.isEmpty() && !name.startsWith(owner))
                .map(owner -> owner + "." + name)
                .orElse(name);
        return whole.length() > LONGEST_NAME ? whole.substring(0, LONGEST_NAME) + "..." : whole;
    }

    /** What a case is shows among the elements inside it, before the next case begins. */
    private static final class Tally {
        private long cases;
        private long skipped;
        private long failures;
        private long broken;
        private int caseDepth = -1;
        private boolean counted = true;
        private String name = "";
        private final List<String> named = new ArrayList<>();

        void see(XmlReport.Element element) {
            switch (element.name()) {
                case "testcase" -> {
                    cases++;
                    caseDepth = element.depth();
                    counted = false;
                    name = name(element);
                }
                case "failure", "error" -> {
                    boolean inCase = caseDepth >= 0 && element.depth() == caseDepth + 1;
                    if (!inCase) {
                        broken++;
                        note("a suite that could not begin");
                    } else if (!counted) {
                        failures++;
                        counted = true;
                        note(name);
                    }
                }
                case "skipped", "disabled" -> {
                    if (element.depth() == caseDepth + 1 && !counted) {
                        skipped++;
                        counted = true;
                    }
                }
                case "testsuite", "testsuites" -> caseDepth = -1;
                default -> {}
            }
        }

        private void note(String failed) {
            if (named.size() < NAMED) {
                named.add(failed);
            }
        }

        /** An error outside of any case is a suite that could not even begin. */
        TestCount count() {
            return new TestCount(cases - skipped, failures + broken, List.copyOf(named));
        }
    }
}
