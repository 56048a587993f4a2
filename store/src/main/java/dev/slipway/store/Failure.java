package dev.slipway.store;

import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for the one who asked. */
enum Failure {
    /** The database undid the work because of another transaction: the same work may succeed now. */
    ROLLED_BACK,
    /** The connection broke before the commit: nothing was changed, and a new connection may do. */
    LOST,
    /** The database cannot be reached, or did not answer a commit: nobody knows whether it arrived. */
    UNAVAILABLE,
    /** There is no room for the change: nothing of it was made. */
    FULL,
    /** Another program holds the file for longer than is waited for it: nothing was changed. */
    LOCKED,
    /** Neither; a defect or a Problem of the work itself. */
    OTHER;

    /** Deadlock and serialization failure. */
    private static final Set<String> ROLLED_BACK_STATES = Set.of("40001", "40P01");

    /** Connection trouble, resources gone, server shutting down (classes of PostgreSQL's appendix A). */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58");

    /** The state of PostgreSQL's disk_full. */
    private static final String FULL_STATE = "53100";

    /** SQLITE_IOERR and SQLITE_CANTOPEN, in the low byte of the code. */
    private static final Set<Integer> SQLITE_UNAVAILABLE = Set.of(10, 14);

    /** SQLITE_BUSY and SQLITE_LOCKED. */
    private static final Set<Integer> SQLITE_LOCKED = Set.of(5, 6);

    private static final int SQLITE_FULL = 13;

    static Failure of(Throwable thrown) {
        SQLException cause = cause(thrown);
        if (cause == null) {
            return OTHER;
        }
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        if (ROLLED_BACK_STATES.contains(state)) {
            return ROLLED_BACK;
        }
        if (state.equals(FULL_STATE) || sqliteCode(cause) == SQLITE_FULL) {
            return FULL;
        }
        if (SQLITE_LOCKED.contains(sqliteCode(cause))) {
            return LOCKED;
        }
        if (!lost(cause, state)) {
            return OTHER;
        }
        boolean repeatable = !(thrown instanceof Commit) && !(cause instanceof SQLTransientConnectionException);
        return repeatable ? LOST : UNAVAILABLE;
    }

    /** SQLite names a full disk by other codes as well, such as SQLITE_IOERR when its index cannot grow. */
    static Problem unavailable(Engine engine, Throwable cause) {
        return switch (engine) {
            case SqliteEngine sqlite when DiskSpace.isExhausted(sqlite.folder()) -> full(sqlite, cause);
            case SqliteEngine sqlite -> unavailable(sqlite.place(), cause);
            case PostgresEngine postgres -> unavailable(postgres.place(), cause);
        };
    }

    static Problem unavailable(String place, Throwable cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                Database.UNAVAILABLE,
                "the database at " + place + " does not answer",
                "see that it runs and can be reached and that its disk is not full; then "
                        + (cause instanceof Commit
                                ? "look whether the change was made before you repeat it"
                                : "try again"),
                cause);
    }

    static Problem busy(Throwable cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "database-busy",
                "the database gave other transactions precedence several times in a row; nothing was changed",
                "try again",
                cause);
    }

    static Problem full(Engine engine, Throwable cause) {
        return switch (engine) {
            case SqliteEngine sqlite ->
                DiskSpace.full(sqlite.folder(), "nothing can be written to " + sqlite.file(), cause);
            case PostgresEngine postgres ->
                Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "disk-full",
                        "the database at " + postgres.place() + " has no room left; nothing was changed",
                        "make room on its server, then do it again",
                        cause);
        };
    }

    static Problem locked(String place, Throwable cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "database-locked",
                "another program holds " + place + " locked; nothing was changed",
                "end it (`fuser " + place + "` names it), then try again",
                cause);
    }

    private static boolean lost(SQLException cause, String state) {
        if (cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLRecoverableException) {
            return true;
        }
        return state.isEmpty()
                ? SQLITE_UNAVAILABLE.contains(sqliteCode(cause))
                : UNAVAILABLE_CLASSES.contains(state.substring(0, 2));
    }

    /** Without the extension in the higher bytes; -1 for other databases. */
    private static int sqliteCode(SQLException cause) {
        return cause instanceof org.sqlite.SQLiteException ? cause.getErrorCode() & 255 : -1;
    }

    private static @Nullable SQLException cause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem) {
                return null;
            }
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** A failure of the commit itself, whose outcome is unknown. */
    static final class Commit extends RuntimeException {
        Commit(SQLException cause) {
            super(cause);
        }
    }

    /** Carries a checked failure of JDBC to the place that judges it. */
    static final class Sql extends RuntimeException {
        Sql(SQLException cause) {
            super(cause);
        }
    }
}
