package dev.slipway.delivery.judge;

import java.util.function.DoubleUnaryOperator;

/**
 * Where a function crosses zero: Brent's method, "Algorithms for Minimization without Derivatives" (1973), chapter 4.
 * On the step functions of rank tests the result is the step's place, and depends on the tolerance alone.
 */
final class BrentRoot {

    private static final int MOST_ROUNDS = 1000;

    private final DoubleUnaryOperator function;
    private final double tolerance;
    private double previous;
    private double previousValue;
    private double best;
    private double bestValue;
    private double opposite;
    private double oppositeValue;

    private BrentRoot(
            DoubleUnaryOperator function,
            double tolerance,
            double low,
            double high,
            double lowValue,
            double highValue) {
        this.function = function;
        this.tolerance = tolerance;
        previous = low;
        previousValue = lowValue;
        best = high;
        bestValue = highValue;
        opposite = low;
        oppositeValue = lowValue;
    }

    /** The function must have opposite signs, or a zero, at the two ends. */
    static double between(
            double low,
            double high,
            double lowValue,
            double highValue,
            DoubleUnaryOperator function,
            double tolerance) {
        if (lowValue == 0) {
            return low;
        }
        return highValue == 0 ? high : new BrentRoot(function, tolerance, low, high, lowValue, highValue).search();
    }

    private double search() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double lastStep = best - previous;
            keepBestInFront();
            double smallest = 2 * Math.ulp(1.0) * Math.abs(best) + tolerance / 2;
            double half = (opposite - best) / 2;
            if (Math.abs(half) <= smallest || bestValue == 0) {
                return best;
            }
            advance(step(lastStep, half, smallest), smallest);
        }
        return best;
    }

    private void keepBestInFront() {
        if (Math.abs(oppositeValue) < Math.abs(bestValue)) {
            previous = best;
            best = opposite;
            opposite = previous;
            previousValue = bestValue;
            bestValue = oppositeValue;
            oppositeValue = previousValue;
        }
    }

    /** Interpolates where that promises to be quicker than halving. */
    private double step(double lastStep, double half, double smallest) {
        if (Math.abs(lastStep) < smallest || Math.abs(previousValue) <= Math.abs(bestValue)) {
            return half;
        }
        double whole = opposite - best;
        double ratio = bestValue / previousValue;
        double numerator;
        double denominator;
        if (previous == opposite) {
            numerator = whole * ratio;
            denominator = 1 - ratio;
        } else {
            double outer = previousValue / oppositeValue;
            double inner = bestValue / oppositeValue;
            numerator = ratio * (whole * outer * (outer - inner) - (best - previous) * (inner - 1));
            denominator = (outer - 1) * (inner - 1) * (ratio - 1);
        }
        if (numerator > 0) {
            denominator = -denominator;
        } else {
            numerator = -numerator;
        }
        boolean promising = numerator < 0.75 * whole * denominator - Math.abs(smallest * denominator) / 2
                && numerator < Math.abs(lastStep * denominator / 2);
        return promising ? numerator / denominator : half;
    }

    private void advance(double step, double smallest) {
        previous = best;
        previousValue = bestValue;
        best += Math.abs(step) < smallest ? Math.copySign(smallest, step) : step;
        bestValue = function.applyAsDouble(best);
        if (Math.signum(bestValue) == Math.signum(oppositeValue) && bestValue != 0) {
            opposite = previous;
            oppositeValue = previousValue;
        }
    }
}
