package dev.slipway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import java.util.Optional;
import org.jooq.SQLDialect;

/** PostgreSQL: writers at READ COMMITTED with compare-and-set on versions, readers at REPEATABLE READ, read only. */
record PostgresEngine(HikariDataSource writers, HikariDataSource readers, String place) implements Engine {

    private static final int WRITERS = 8;
    private static final int READERS = 8;

    /**
     * Somebody waits for what is read, and would rather hear that it cannot be; longer than the pool's longest pause of 5 s
     * between two tries, so that who asks first after an outage is served.
     */
    private static final long READING_PATIENCE_MILLIS = 6_000;

    private static final long WRITING_PATIENCE_MILLIS = 10_000;
    private static final long SIGN_OF_LIFE_MILLIS = 2_000;

    static PostgresEngine open(DatabaseAddress.Postgres address) {
        HikariConfig writing = config("slipway-write", address, WRITERS, WRITING_PATIENCE_MILLIS);
        writing.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        HikariConfig reading = config("slipway-read", address, READERS, READING_PATIENCE_MILLIS);
        reading.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        reading.setReadOnly(true);
        HikariDataSource writers = pool(writing, address.toString());
        try {
            Schema.migrate(writers, address.toString(), Optional.of("postgresql"));
            return new PostgresEngine(writers, pool(reading, address.toString()), address.toString());
        } catch (RuntimeException e) {
            writers.close();
            throw e;
        }
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public void snapshotTo(Path target) {
        throw Problem.of(
                Problem.Kind.INVALID,
                "snapshot-elsewhere",
                "Slipway copies a SQLite file itself, but not a PostgreSQL database",
                "use pg_dump --format=custom, or the continuous archiving of the server");
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }

    private static HikariDataSource pool(HikariConfig config, String place) {
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw Failure.unavailable(place, e);
        }
    }

    private static HikariConfig config(String name, DatabaseAddress.Postgres address, int size, long patienceMillis) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setConnectionTimeout(patienceMillis);
        config.setValidationTimeout(SIGN_OF_LIFE_MILLIS);
        config.setInitializationFailTimeout(5_000);
        config.addDataSourceProperty("ApplicationName", "slipway");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "60");
        return config;
    }
}
