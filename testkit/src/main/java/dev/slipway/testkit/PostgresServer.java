package dev.slipway.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A PostgreSQL server of one test's own, which can be stopped and started again over the same data and port. */
public final class PostgresServer implements AutoCloseable {

    private final TempHome home = TempHome.create();
    private final int port = FreePorts.one();
    private @Nullable EmbeddedPostgres server;

    private PostgresServer() {}

    /** @throws TestAbortedException when this machine cannot run PostgreSQL */
    public static PostgresServer start() {
        PostgresServer started = new PostgresServer();
        try {
            started.server = started.run();
        } catch (IOException | IllegalStateException e) {
            started.home.close();
            throw new TestAbortedException("PostgreSQL cannot be started on this machine", e);
        }
        return started;
    }

    /** What {@code SLIPWAY_DB} takes. */
    public String address() {
        return "postgres://postgres@127.0.0.1:" + port + "/postgres";
    }

    /** Ends the server's process with all connections; fine when it is down. */
    public void down() {
        EmbeddedPostgres running = server;
        server = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL cannot be stopped", e);
            }
        }
    }

    /** Starts it again where it was. */
    public void up() {
        try {
            server = run();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be started again", e);
        }
    }

    private EmbeddedPostgres run() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(home.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "off")
                .setLocaleConfig("locale", "C")
                .setPGStartupWait(Duration.ofSeconds(30))
                .start();
    }

    @Override
    public void close() {
        down();
        home.close();
    }
}
