package dev.slipway.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The one door to the stored state, the same over SQLite and PostgreSQL. Work is a function of a jOOQ context: it reads
 * and writes through that and has no other effect, for it is run again when the database itself rolled it back; what
 * must happen after the state is safe is handed to {@link #afterCommit}. A transaction inside a transaction joins it.
 */
public final class Database implements AutoCloseable {

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    /** The code of a {@link Problem} while the database is away; the log is told once by whoever meets it first. */
    public static final String UNAVAILABLE = "database-unavailable";

    private static final int ATTEMPTS = 5;

    private final Engine engine;
    private final Consumer<DSLContext> fence;
    private final Outage outage;

    private Database(Engine engine, Consumer<DSLContext> fence, Outage outage) {
        this.engine = engine;
        this.fence = fence;
        this.outage = outage;
    }

    private Database(Engine engine) {
        this(engine, _ -> {}, new Outage(engine.place()));
    }

    /**
     * Connects and brings the schema up to date.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code database-unavailable}, when the database cannot be reached, and
     *     of kind CONFLICT, code {@code database-schema}, when its schema does not fit this version
     */
    public static Database open(DatabaseAddress address) {
        Engine engine = switch (address) {
            case DatabaseAddress.Sqlite sqlite -> SqliteEngine.open(sqlite, SqliteEngine.PATIENCE);
            case DatabaseAddress.Postgres postgres -> PostgresEngine.open(postgres);
        };
        return new Database(engine);
    }

    /**
     * The same state for somebody whose right to act may end, such as a leader's: every transaction begins with the
     * fence, and is nothing when that throws. Only the database that was opened is closed.
     */
    public Database fenced(Consumer<DSLContext> by) {
        return new Database(engine, by, outage);
    }

    /**
     * Passes the fence and does nothing more: to be asked before an effect outside of the database.
     *
     * @throws Problem what the fence throws
     */
    public void passFence() {
        execute(_ -> {});
    }

    /** A SQLite file that other programs may hold for no longer than that. */
    static Database open(DatabaseAddress.Sqlite address, Duration patience) {
        return new Database(SqliteEngine.open(address, patience));
    }

    /**
     * Runs the work as one transaction: all of it, or nothing. It is run again when nothing of it was committed for
     * certain: up to five times when the database preferred another transaction (deadlock, serialization), once when
     * the connection broke before the commit. It is never run again when the answer to the commit was lost.
     *
     * @throws Problem of kind UNAVAILABLE: code {@code database-unavailable} when the connection is lost, code
     *     {@code disk-full} when there is no room for it, code {@code database-locked} when another program holds the file
     */
    public <T> T transaction(Function<DSLContext, T> work) {
        return attempt(engine.writers(), Transaction.current(this) == null ? behindFence(work) : work);
    }

    private <T> Function<DSLContext, T> behindFence(Function<DSLContext, T> work) {
        return context -> {
            fence.accept(context);
            return work.apply(context);
        };
    }

    /** A transaction without a result. */
    public void execute(Consumer<DSLContext> work) {
        transaction(context -> {
            work.accept(context);
            return true;
        });
    }

    /**
     * Runs the work on one consistent view of the state; it cannot write. Inside a transaction it sees what that has
     * written. A lost connection is replaced once.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code database-unavailable}, when the connection is lost
     */
    public <T> T read(Function<DSLContext, T> work) {
        return attempt(engine.readers(), work);
    }

    /** Runs the action when the transaction of the context has been committed, and never when it is rolled back. */
    public static void afterCommit(DSLContext context, Runnable action) {
        Transaction.of(context).afterCommit(action);
    }

    /** Asks the database a question that needs the disk or the network, and times the answer. */
    public DatabaseHealth health() {
        return DatabaseHealth.probe(this::readOnce, engine.place());
    }

    /**
     * Copies a SQLite database, consistent and compact, while it is in use.
     *
     * @param target a file that does not exist yet
     * @throws Problem of kind INVALID, code {@code snapshot-elsewhere}, on PostgreSQL, which has tools of its own
     */
    public void snapshotTo(Path target) {
        engine.snapshotTo(target);
    }

    @Override
    public void close() {
        engine.close();
    }

    private <T> T attempt(HikariDataSource pool, Function<DSLContext, T> work) {
        Transaction current = Transaction.current(this);
        if (current != null) {
            return current.join(work);
        }
        boolean replaced = false;
        for (int attempt = 1; ; attempt++) {
            try {
                T result = Transaction.run(this, pool, engine.dialect(), work);
                outage.over();
                return result;
            } catch (RuntimeException e) {
                Failure failure = Failure.of(e);
                boolean again = failure == Failure.LOST ? !replaced : attempt < ATTEMPTS;
                replaced |= failure == Failure.LOST;
                giveUp(failure, again, e);
                replaceConnections(pool, failure);
            }
        }
    }

    /** Throws what the failure means for the caller, and returns when the work may be run again. */
    private void giveUp(Failure failure, boolean again, RuntimeException e) {
        switch (failure) {
            case ROLLED_BACK -> {
                if (!again) {
                    throw Failure.busy(e);
                }
            }
            case LOST -> {
                if (!again) {
                    throw unavailable(e);
                }
            }
            case UNAVAILABLE -> throw unavailable(e);
            case FULL -> throw Failure.full(engine, e);
            case LOCKED -> throw Failure.locked(engine.place(), e);
            case OTHER -> throw e;
        }
    }

    private Problem unavailable(RuntimeException e) {
        Problem problem = Failure.unavailable(engine, e);
        if (problem.code().equals(UNAVAILABLE)) {
            outage.seen(e);
        }
        return problem;
    }

    /** When one connection broke, the others that wait in the pool are most likely broken as well. */
    private static void replaceConnections(HikariDataSource pool, Failure failure) {
        if (failure == Failure.LOST) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private <T> T readOnce(Function<DSLContext, T> work) {
        return Transaction.run(this, engine.readers(), engine.dialect(), work);
    }
}
