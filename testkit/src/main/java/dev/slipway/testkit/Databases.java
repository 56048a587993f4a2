package dev.slipway.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.opentest4j.TestAbortedException;

/**
 * Makes real databases for tests: SQLite files, and databases on one PostgreSQL server that all tests of a process
 * share and that ends with it. PostgreSQL refuses to run as root; there it runs in a user namespace of its own.
 */
public final class Databases {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Databases() {}

    /** One argument for each kind that can run here; see {@link EachDatabase}. */
    public static Stream<Arguments> each() {
        return Stream.<java.util.function.Supplier<TestDatabase>>of(Databases::sqlite, Databases::postgres)
                .map(database -> Arguments.of(database.get()));
    }

    /** A new SQLite file in a directory of its own. */
    public static TestDatabase sqlite() {
        TempHome home = TempHome.create();
        return new TestDatabase("sqlite", home.resolve("slipway.db").toString(), home::close);
    }

    /**
     * A new database on the shared server.
     *
     * @throws TestAbortedException when this machine cannot run PostgreSQL
     */
    public static TestDatabase postgres() {
        EmbeddedPostgres server = Server.get();
        String name = "test_" + COUNT.incrementAndGet();
        run(server, "create database " + name);
        String address = "postgres://postgres@127.0.0.1:" + server.getPort() + "/" + name;
        return new TestDatabase(
                "postgresql", address, () -> run(server, "drop database if exists " + name + " with (force)"));
    }

    /** Cuts every connection to the database, as a restart of the server or a lost network would. */
    public static void cutConnections(TestDatabase database) {
        String name = database.address().substring(database.address().lastIndexOf('/') + 1);
        run(
                Server.get(),
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name
                        + "' and pid <> pg_backend_pid()");
    }

    private static void run(EmbeddedPostgres server, String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the test server refused: " + sql, e);
        }
    }

    /** Started by the first test that needs it. */
    private static final class Server {

        private static final Object OUTCOME = start();

        static EmbeddedPostgres get() {
            if (OUTCOME instanceof EmbeddedPostgres server) {
                return server;
            }
            throw new TestAbortedException("PostgreSQL cannot be started on this machine: " + OUTCOME);
        }

        private static Object start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "200")
                        .setLocaleConfig("locale", "C")
                        .setPGStartupWait(Duration.ofSeconds(30))
                        .start();
            } catch (IOException | IllegalStateException e) {
                return e;
            }
        }
    }
}
