package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutageTest {

    @RegisterExtension
    private final LogLines lines = new LogLines(Outage.class);

    @Test
    void outage_isOneLineAtItsBeginAndOneAtItsEnd() {
        Outage outage = new Outage("postgres://db");
        outage.over();
        for (int i = 0; i < 3; i++) {
            outage.seen(new IllegalStateException("no connection", new java.io.IOException("Connection refused")));
        }
        outage.over();
        outage.over();

        assertThat(lines.said()).hasSize(2);
        assertThat(lines.said().getFirst())
                .isEqualTo("the database at postgres://db does not answer: Connection refused");
        assertThat(lines.said().getLast()).startsWith("the database at postgres://db answers again, after ");
        assertThat(lines.events())
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
    }

    @Test
    void nextOutage_isToldAgain() {
        Outage outage = new Outage("postgres://db");
        outage.seen(new IllegalStateException("away"));
        outage.over();
        outage.seen(new IllegalStateException("away again"));

        assertThat(lines.said()).hasSize(3).last().asString().endsWith("away again");
    }
}
