package dev.slipway.delivery.judge;

/**
 * What one metric says, in figures for a screen and in one sentence for a person.
 *
 * @param metric stable name of the rule, such as {@code errors}, {@code latency p95} or {@code guard errors > 5 %}
 * @param verdict what this metric alone says
 * @param canary what the canary showed: an error rate from 0 to 1, or a latency in seconds; NaN where nothing was seen
 * @param baseline the same of the old release, or the absolute limit of a guard; NaN where nothing was seen
 * @param eValue the strongest evidence so far against the release: under a healthy release it reaches x with
 *     probability at most 1/x, however often one looks; NaN for a test that is made once
 * @param pValue {@code min(1, 1/eValue)}, valid at any time; or that of the test made once
 * @param alpha this metric's share of the false-alarm budget; FAIL needs {@code eValue >= 1/alpha}
 * @param canaryRequests canary requests compared so far
 * @param baselineRequests requests of the old release compared so far
 * @param sentence the same in words
 */
public record Evidence(
        String metric,
        Verdict verdict,
        double canary,
        double baseline,
        double eValue,
        double pValue,
        double alpha,
        long canaryRequests,
        long baselineRequests,
        String sentence) {}
