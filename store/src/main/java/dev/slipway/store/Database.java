package dev.slipway.store;

import dev.slipway.kernel.Problem;
import java.nio.file.Path;
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

    private static final int ATTEMPTS = 5;

    private final Engine engine;

    private Database(Engine engine) {
        this.engine = engine;
    }

    /**
     * Connects and brings the schema up to date.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code database-unavailable}, when the database cannot be reached, and
     *     of kind CONFLICT, code {@code database-schema}, when its schema does not fit this version
     */
    public static Database open(DatabaseAddress address) {
        Engine engine = switch (address) {
            case DatabaseAddress.Sqlite sqlite -> SqliteEngine.open(sqlite);
            case DatabaseAddress.Postgres postgres -> PostgresEngine.open(postgres);
        };
        return new Database(engine);
    }

    /**
     * Runs the work as one transaction: all of it, or nothing. It is run again, up to five times, when the database
     * rolled it back because of another transaction (deadlock, serialization); never after a lost connection, because
     * then nobody knows whether the commit arrived.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code database-unavailable}, when the connection is lost
     */
    public <T> T transaction(Function<DSLContext, T> work) {
        Transaction current = Transaction.current(this);
        if (current != null) {
            return current.join(work);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return Transaction.run(this, engine.writers(), engine.dialect(), work);
            } catch (RuntimeException e) {
                switch (Failure.of(e)) {
                    case ROLLED_BACK -> {
                        if (attempt == ATTEMPTS) {
                            throw Failure.busy(e);
                        }
                    }
                    case UNAVAILABLE -> throw Failure.unavailable(engine.place(), e);
                    case OTHER -> throw e;
                }
            }
        }
    }

    /** A transaction without a result. */
    public void execute(Consumer<DSLContext> work) {
        transaction(context -> {
            work.accept(context);
            return true;
        });
    }

    /**
     * Runs the work on one consistent view of the state; it cannot write. A lost connection is replaced once, for
     * reading twice does no harm. Inside a transaction it sees what that has written.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code database-unavailable}, when the connection is lost
     */
    public <T> T read(Function<DSLContext, T> work) {
        Transaction current = Transaction.current(this);
        if (current != null) {
            return current.join(work);
        }
        try {
            return readOnce(work);
        } catch (RuntimeException e) {
            return switch (Failure.of(e)) {
                case ROLLED_BACK, UNAVAILABLE -> readAgain(work);
                case OTHER -> throw e;
            };
        }
    }

    /** Runs the action when the transaction of the context has been committed, and never when it is rolled back. */
    public static void afterCommit(DSLContext context, Runnable action) {
        Transaction.of(context).afterCommit(action);
    }

    /** Asks the database a question that needs the disk or the network, and times the answer. */
    public DatabaseHealth health() {
        return DatabaseHealth.probe(this::readOnce, engine.place());
    }

    /** True when the state is a file on this machine, so that whoever else opened it runs here as well. */
    public boolean isLocal() {
        return engine instanceof SqliteEngine;
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

    private <T> T readOnce(Function<DSLContext, T> work) {
        return Transaction.run(this, engine.readers(), engine.dialect(), work);
    }

    private <T> T readAgain(Function<DSLContext, T> work) {
        try {
            return readOnce(work);
        } catch (RuntimeException e) {
            throw switch (Failure.of(e)) {
                case ROLLED_BACK, UNAVAILABLE -> Failure.unavailable(engine.place(), e);
                case OTHER -> e;
            };
        }
    }
}
