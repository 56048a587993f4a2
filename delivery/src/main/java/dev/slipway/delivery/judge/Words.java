package dev.slipway.delivery.judge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** How the judge puts figures into sentences. */
final class Words {

    private static final double LARGEST_LOG = 600;
    private static final double BILLION = 1e9;

    private Words() {}

    /** The evidence as a number that JSON can carry. */
    static double eValue(double logE) {
        return Math.exp(Math.min(logE, LARGEST_LOG));
    }

    static double pValue(double logE) {
        return Math.min(1, Math.exp(-Math.min(logE, LARGEST_LOG)));
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String percent(double share) {
        double hundredfold = share * 100;
        return hundredfold == 0 || hundredfold >= 0.1
                ? String.format(Locale.ROOT, "%.1f %%", hundredfold)
                : BigDecimal.valueOf(hundredfold).round(new MathContext(2)).toPlainString() + " %";
    }

    /** A limit as the user wrote it, without trailing zeros. */
    static String limit(double share) {
        return BigDecimal.valueOf(share)
                        .movePointRight(2)
                        .round(new MathContext(9))
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    static String quantile(double quantile) {
        return "p"
                + BigDecimal.valueOf(quantile)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String duration(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis >= 10_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 10 ? "%.0f ms" : "%.2f ms", millis);
    }

    static double seconds(LatencyHistogram seen, double quantile) {
        return seen.total() == 0 ? Double.NaN : seen.quantile(quantile).toNanos() / 1e9;
    }

    static String band(LatencyHistogram seen, double quantile, double risk) {
        QuantileBand.Interval interval = QuantileBand.of(seen, quantile, risk);
        return interval == null
                ? ""
                : " (surely within " + duration(interval.lower()) + " and " + duration(interval.upper()) + ")";
    }

    /** What the verdict rests on, as the end of a comparison's sentence. */
    static String conclusion(Verdict verdict, double logE, Exposure exposure, long canaryRequests) {
        return switch (verdict) {
            case FAIL -> "so large a difference arises by chance in " + chance(logE);
            case PASS -> "no evidence that the new release is worse";
            case INCONCLUSIVE ->
                "too early to say: " + waitingFor(exposure, canaryRequests)
                        + (logE > 1 ? "; so far a difference like this arises by chance in " + chance(logE) : "");
        };
    }

    private static String waitingFor(Exposure exposure, long canaryRequests) {
        long needed = Math.max(exposure.toPass(), exposure.toSpeak());
        if (canaryRequests < needed) {
            return "a PASS needs " + count(needed) + " canary requests";
        }
        return "the old release answered fewer than " + count(exposure.toSpeak()) + " requests";
    }

    /** The odds of a false alarm, rounded down to two digits so that they never overstate. */
    static String chance(double logE) {
        if (logE >= Math.log(BILLION)) {
            return "less than 1 of a billion healthy rollouts";
        }
        BigDecimal odds = BigDecimal.valueOf(Math.exp(logE)).round(new MathContext(2, RoundingMode.DOWN));
        return "less than 1 of " + count(odds.longValue()) + " healthy rollouts";
    }
}
