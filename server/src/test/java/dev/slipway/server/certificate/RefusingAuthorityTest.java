package dev.slipway.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.port.Traffic;
import dev.slipway.server.web.HealthPart.Level;
import dev.slipway.testkit.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authorities that take no order now. */
class RefusingAuthorityTest {

    private static final Logger LOG = LoggerFactory.getLogger(RefusingAuthorityTest.class);
    private static final List<String> NAMES = List.of("shop.example.com");

    @TempDir
    Path folder;

    private CertificateDesk desk(AcmeSettings settings) throws IOException {
        CertificateFolder kept = new CertificateFolder(Files.createDirectories(folder.resolve("edge")));
        Authority authority = new Authority(settings);
        return new CertificateDesk(NAMES, kept, InstantSource.system(), name -> {
            try (ChallengeDoor door = new ChallengeDoor(name, new Nowhere())) {
                return authority.order(name, kept.account(), door);
            }
        });
    }

    @Test
    void authorityThatHasHadTooManyOrders_isAskedAgainWhenItSays() throws Exception {
        try (FullAuthority authority = new FullAuthority(Duration.ofHours(3))) {
            Instant now = Instant.now();
            CertificateDesk desk = desk(authority.settings(NAMES));

            Instant next = desk.step(now);

            assertThat(next).isAfter(now.plus(Duration.ofMinutes(179))).isBefore(now.plus(Duration.ofMinutes(190)));
            assertThat(desk.condition().level()).isEqualTo(Level.DEGRADED);
            assertThat(desk.condition().reason())
                    .startsWith("no certificate for shop.example.com: the authority takes no order before ")
                    .contains("too many new orders recently", "next try at " + next.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Test
    void authorityThatAsksForTooMuchPatience_isAskedAgainAfterAWeek() throws Exception {
        try (FullAuthority authority = new FullAuthority(Duration.ofDays(400))) {
            Instant now = Instant.now();
            CertificateDesk desk = desk(authority.settings(NAMES));

            desk.step(now);

            assertThat(desk.condition().reason())
                    .endsWith("next try at " + now.plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Test
    void authorityThatIsAway_isNamedWithWhatWentWrong() throws Exception {
        URI directory = URI.create("https://localhost:" + FreePorts.one() + "/dir");
        CertificateDesk desk =
                desk(new AcmeSettings(NAMES, directory, Optional.empty(), Optional.empty(), Optional.empty()));
        Instant now = Instant.now();

        assertThat(desk.step(now)).isEqualTo(now.plus(Duration.ofMinutes(1)));

        assertThat(desk.condition().reason())
                .startsWith(
                        "no certificate for shop.example.com: the authority at " + directory + " cannot be reached: ")
                .contains("Connect")
                .doesNotContain("null");
    }

    /** Proofs that nobody comes to see. */
    private static final class Nowhere implements ChallengeDoor.Places {

        @Override
        public void open(Traffic.Route route, String path) {
            LOG.debug("{} would be at {}", path, route.hosts());
        }

        @Override
        public void close(String key) {
            LOG.debug("{} is closed", key);
        }

        @Override
        public long epoch() {
            return 1;
        }
    }
}
