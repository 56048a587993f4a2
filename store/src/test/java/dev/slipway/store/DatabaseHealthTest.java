package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Probes are asked every few seconds by whoever watches the server, also while the database is away. */
class DatabaseHealthTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(DatabaseHealth.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
    }

    @Test
    void failedProbe_isOneLineWithItsCause() {
        DatabaseHealth health = DatabaseHealth.probe(
                reader -> {
                    throw new IllegalStateException("no connection", new IOException("Connection refused"));
                },
                "postgres://db");

        assertThat(health.healthy()).isFalse();
        assertThat(health.detail()).isEqualTo("postgres://db does not answer");
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .isEqualTo("the database does not answer a probe: Connection refused");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }
}
