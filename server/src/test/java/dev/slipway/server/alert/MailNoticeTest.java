package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.slipway.store.watch.NoticeState;
import dev.slipway.testkit.SettableClock;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a rule to a mailbox. */
class MailNoticeTest {

    private static final String RULES = """
            groups:
            - name: a
              interval: 1d
              rules: [{alert: Down, expr: up == 0, annotations: {summary: 'gone & lost'}}]
            """;

    @TempDir
    Path folder;

    @Test
    void firingRule_isMailed() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        mail.start();
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
        String configuration = """
                global: {smtp_smarthost: '127.0.0.1:%d', smtp_from: slipway@example.org, smtp_require_tls: false}
                route: {receiver: ops, group_wait: 10ms}
                receivers:
                - name: ops
                  email_configs: [{to: 'ada@example.org, mia@example.org'}]
                """.formatted(mail.getSmtp().getPort());
        try (AlertingHouse house = new AlertingHouse(folder, clock, configuration, RULES)) {
            house.sample(0, "__name__", "up");
            house.evaluate();

            await().atMost(Duration.ofSeconds(30)).until(() -> mail.getReceivedMessages().length == 2);
            assertThat(mail.getReceivedMessages()[0].getSubject()).startsWith("[FIRING:1] ");
            assertThat(mail.getReceivedMessages()[0].getContent())
                    .asInstanceOf(InstanceOfAssertFactories.type(MimeMultipart.class))
                    .satisfies(parts -> assertThat(
                                    parts.getBodyPart(0).getContent().toString())
                            .contains("gone &amp; lost"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> house.alerting.outbox().newest(1).getFirst().state() == NoticeState.SENT);
        } finally {
            mail.stop();
        }
    }
}
