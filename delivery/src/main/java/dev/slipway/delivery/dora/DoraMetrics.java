package dev.slipway.delivery.dora;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The five metrics of DORA's software delivery performance (dora.dev/guides/dora-metrics, 2025), from records of
 * rollouts that ended in one environment within one stretch of time.
 *
 * <p>DORA asks people; here deployments answer, so each metric is what the records can show:
 *
 * <ul>
 *   <li>Deployment frequency: deployments that succeeded, and the time between one and the next.
 *   <li>Change lead time: from the commit to the end of the rollout that brought it.
 *   <li>Change fail rate: the share of the deployments that users met and that had to be taken back, by the judge, by an
 *       abort or by a rollback later. One that was stopped before it got traffic is a success of the pipeline and no
 *       failure of a change.
 *   <li>Failed deployment recovery time: from the first traffic of what failed, or from the request of a rollback, until
 *       the release before had its traffic back; of what a person had to put right, until that person closed it.
 *   <li>Rework rate: the share of the deployments that nobody had planned: rollbacks, and the first deployment that
 *       succeeds after a failure.
 * </ul>
 *
 * @param deployments that succeeded
 * @param perWeek how many of them a week had on average
 * @param interval between one and the next
 * @param leadTime of those that succeeded
 * @param failRate from 0 to 1; absent when users met none
 * @param recovery of those that failed
 * @param reworkRate from 0 to 1; absent without deployments
 */
public record DoraMetrics(
        int deployments,
        double perWeek,
        Spread interval,
        Spread leadTime,
        Optional<Double> failRate,
        Spread recovery,
        Optional<Double> reworkRate) {

    private static final double SECONDS_A_WEEK = Duration.ofDays(7).toSeconds();

    /**
     * @param records of one environment, by the time they were over, oldest first
     * @param time the stretch that they are of, longer than nothing
     */
    public static DoraMetrics of(List<Deployment> records, Duration time) {
        List<Deployment> succeeded =
                records.stream().filter(Deployment::succeeded).toList();
        long failed = records.stream().filter(Deployment::failed).count();
        long takenBack = records.stream().filter(Deployment::takesBack).count();
        long met = succeeded.size() + failed;
        return new DoraMetrics(
                succeeded.size(),
                succeeded.size() * SECONDS_A_WEEK / time.toSeconds(),
                Spread.of(intervals(succeeded)),
                Spread.of(succeeded.stream()
                        .map(each -> positive(Duration.between(each.committedAt(), each.finishedAt())))
                        .toList()),
                share(Math.min(met, failed + takenBack), met),
                Spread.of(records.stream()
                        .flatMap(each -> recovery(each).stream())
                        .toList()),
                share(takenBack + repairs(records), succeeded.size() + takenBack));
    }

    private static List<Duration> intervals(List<Deployment> succeeded) {
        List<Duration> intervals = new ArrayList<>();
        for (int i = 1; i < succeeded.size(); i++) {
            intervals.add(Duration.between(
                    succeeded.get(i - 1).finishedAt(), succeeded.get(i).finishedAt()));
        }
        return intervals;
    }

    private static Optional<Duration> recovery(Deployment each) {
        if (each.takesBack()) {
            return each.trafficAt().map(back -> Duration.between(each.requestedAt(), back));
        }
        return each.failed()
                ? each.recoveredAt().flatMap(back -> each.trafficAt().map(first -> Duration.between(first, back)))
                : Optional.empty();
    }

    /** Deployments that were the first to succeed after a failure. */
    private static long repairs(List<Deployment> records) {
        long repairs = 0;
        boolean broken = false;
        for (Deployment each : records) {
            repairs += broken && each.succeeded() ? 1 : 0;
            broken = each.failed() || each.takesBack() || (broken && !each.succeeded());
        }
        return repairs;
    }

    /** Clocks of committers may go ahead of the server's. */
    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Optional<Double> share(long part, long whole) {
        return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }
}
