package dev.slipway.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.jooq.SQLDialect;

/** What differs between the two databases: how to connect, and how to copy. */
sealed interface Engine extends AutoCloseable permits SqliteEngine, PostgresEngine {

    SQLDialect dialect();

    /** Connections with a transaction open for writing. */
    HikariDataSource writers();

    /** Connections that see one consistent state and refuse to write. */
    HikariDataSource readers();

    /** The address, fit for logs. */
    String place();

    void snapshotTo(Path target);

    @Override
    void close();
}
