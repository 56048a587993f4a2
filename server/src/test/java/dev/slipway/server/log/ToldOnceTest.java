package dev.slipway.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToldOnceTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("somebody");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        context.addTurboFilter(new ToldOnce());
        lines.start();
        log.addAppender(lines);
    }

    private static Problem problem(String code) {
        return Problem.of(Problem.Kind.UNAVAILABLE, code, "the database is away", "bring it back");
    }

    @Test
    void whatFailedForWantOfTheDatabase_isNotToldHoweverItIsThrown() {
        Problem away = problem(Database.UNAVAILABLE);

        log.error("none", away);
        log.error("one {}", 1, away);
        log.error("two {} {}", 1, 2, away);
        log.error("inside", new IllegalStateException(away));

        assertThat(lines.list).isEmpty();
    }

    @Test
    void everythingElse_isTold() {
        log.error("full {} {}", 1, 2, problem("disk-full"));
        log.error("defect", new IllegalStateException("broken"));
        log.info("a word {}", 1);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo(List.of("full 1 2", "defect", "a word 1"));
    }
}
