package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(Outage.class);
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
    void outage_isOneLineAtItsBeginAndOneAtItsEnd() {
        Outage outage = new Outage("postgres://db");
        outage.over();
        for (int i = 0; i < 3; i++) {
            outage.seen(new IllegalStateException("no connection", new java.io.IOException("Connection refused")));
        }
        outage.over();
        outage.over();

        assertThat(said()).hasSize(2);
        assertThat(said().getFirst()).isEqualTo("the database at postgres://db does not answer: Connection refused");
        assertThat(said().getLast()).startsWith("the database at postgres://db answers again, after ");
        assertThat(lines.list)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
    }

    @Test
    void nextOutage_isToldAgain() {
        Outage outage = new Outage("postgres://db");
        outage.seen(new IllegalStateException("away"));
        outage.over();
        outage.seen(new IllegalStateException("away again"));

        assertThat(said()).hasSize(3).last().asString().endsWith("away again");
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
