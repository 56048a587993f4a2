package dev.slipway.delivery.report;

/**
 * Tests of JUnit's XML, counted case by case: the sums that suites carry differ from writer to writer.
 *
 * @param ran all but the skipped ones
 * @param failed with a failure or an error, each once
 */
record TestCount(long ran, long failed) {

    static final TestCount NONE = new TestCount(0, 0);

    static TestCount read(ReportFile file) {
        Tally tally = new Tally();
        XmlReport.read(file, "testsuite", "testsuites").forEach(tally::see);
        return tally.count();
    }

    TestCount plus(TestCount other) {
        return new TestCount(ran + other.ran, failed + other.failed);
    }

    /** What a case is shows among the elements inside it, before the next case begins. */
    private static final class Tally {
        private long cases;
        private long skipped;
        private long failures;
        private long broken;
        private int caseDepth = -1;
        private boolean counted = true;

        void see(XmlReport.Element element) {
            switch (element.name()) {
                case "testcase" -> {
                    cases++;
                    caseDepth = element.depth();
                    counted = false;
                }
                case "failure", "error" -> {
                    boolean inCase = caseDepth >= 0 && element.depth() == caseDepth + 1;
                    if (!inCase) {
                        broken++;
                    } else if (!counted) {
                        failures++;
                        counted = true;
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

        /** An error outside of any case is a suite that could not even begin. */
        TestCount count() {
            return new TestCount(cases - skipped, failures + broken);
        }
    }
}
