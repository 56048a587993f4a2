package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Probes are asked every few seconds by whoever watches the server, also while the database is away. */
class DatabaseHealthTest {

    @RegisterExtension
    private final LogLines lines = new LogLines(DatabaseHealth.class);

    @Test
    void failedProbe_isOneLineWithItsCause() {
        DatabaseHealth health = DatabaseHealth.probe(
                reader -> {
                    throw new IllegalStateException("no connection", new IOException("Connection refused"));
                },
                "postgres://db");

        assertThat(health.healthy()).isFalse();
        assertThat(health.detail()).isEqualTo("postgres://db does not answer");
        assertThat(lines.events()).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .isEqualTo("the database does not answer a probe: Connection refused");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }
}
