package dev.slipway.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps from the log what failed only because the database is away: everything does then, and the store has said so in one
 * line.
 */
final class ToldOnce extends TurboFilter {

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        return isAway(thrown) || isAway(last(arguments)) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** What stands behind the arguments of a line is found there by its event, which comes later. */
    private static @Nullable Throwable last(Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[arguments.length - 1] instanceof Throwable thrown
                ? thrown
                : null;
    }

    private static boolean isAway(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem && problem.code().equals(Database.UNAVAILABLE)) {
                return true;
            }
        }
        return false;
    }
}
