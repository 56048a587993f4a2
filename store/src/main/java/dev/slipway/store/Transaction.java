package dev.slipway.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One unit of work on one connection: commits at its end, rolls back on any failure, then runs what waited for it. */
final class Transaction {

    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final ScopedValue<Transaction> CURRENT = ScopedValue.newInstance();
    private static final Settings SETTINGS = new Settings().withExecuteLogging(false);
    private static final String KEY = Transaction.class.getName();

    private final Database owner;
    private final DSLContext context;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean broken;

    private Transaction(Database owner, Connection connection, SQLDialect dialect) {
        this.owner = owner;
        this.context = DSL.using(connection, dialect, SETTINGS);
        context.configuration().data(KEY, this);
    }

    /** The transaction of this thread on that database, or null. */
    static @Nullable Transaction current(Database owner) {
        return CURRENT.isBound() && CURRENT.get().owner == owner ? CURRENT.get() : null;
    }

    static Transaction of(DSLContext context) {
        if (context.configuration().data(KEY) instanceof Transaction transaction) {
            return transaction;
        }
        throw new IllegalArgumentException("this context was not given by Database.transaction or Database.read");
    }

    static <T> T run(Database owner, HikariDataSource pool, SQLDialect dialect, Function<DSLContext, T> work) {
        Transaction transaction;
        T result;
        try (Connection connection = pool.getConnection()) {
            begin(pool, connection);
            transaction = new Transaction(owner, connection, dialect);
            result = transaction.complete(connection, () -> pool.evictConnection(connection), work);
        } catch (SQLException e) {
            throw new Failure.Sql(e);
        }
        transaction.afterCommit.forEach(Transaction::runSafely);
        return result;
    }

    /** SQLite's driver believes in a transaction that could not begin, so such a connection is not used again. */
    private static void begin(HikariDataSource pool, Connection connection) throws SQLException {
        try {
            if (connection.getAutoCommit()) {
                connection.setAutoCommit(false);
            }
        } catch (SQLException e) {
            pool.evictConnection(connection);
            throw e;
        }
    }

    /** Runs work of an inner transaction; its failure dooms the outer one, even when the caller swallows it. */
    <T> T join(Function<DSLContext, T> work) {
        try {
            return work.apply(context);
        } catch (RuntimeException | Error e) {
            broken = true;
            throw e;
        }
    }

    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    private <T> T complete(Connection connection, Runnable evict, Function<DSLContext, T> work) {
        try {
            T result = ScopedValue.where(CURRENT, this).call(() -> work.apply(context));
            if (broken) {
                throw new IllegalStateException("a part of this transaction failed, so none of it can be committed");
            }
            commit(connection);
            return result;
        } catch (RuntimeException | Error e) {
            rollback(connection, evict, e);
            throw e;
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new Failure.Commit(e);
        }
    }

    /** A connection that refuses has a transaction of its own mind, as SQLite after a full disk: it is not used again. */
    private static void rollback(Connection connection, Runnable evict, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            evict.run();
        }
    }

    private static void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the state is committed, but what should have followed failed", e);
        }
    }
}
