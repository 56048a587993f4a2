package dev.slipway.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.web.HealthPart.Condition;
import dev.slipway.server.web.HealthPart.Level;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders at a real authority: proofs, renewals, failures. */
@Tag("slow")
class AcmeTest {

    private static final List<String> NAMES = List.of("shop.example.com", "www.example.com");

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final List<String> ordered = new ArrayList<>();

    private Path home() throws IOException {
        return Files.createDirectories(folder.resolve("edge"));
    }

    private Path pebbles() throws IOException {
        return Files.createDirectories(folder.resolve("pebble"));
    }

    private CertificateDesk desk(Pebble pebble) throws IOException {
        return desk(pebble, new CertificateFolder(home()));
    }

    private CertificateDesk desk(Pebble pebble, CertificateFolder kept) throws IOException {
        Authority authority = new Authority(pebble.settings(NAMES));
        return new CertificateDesk(NAMES, kept, clock, name -> {
            ordered.add(name);
            try (ChallengeDoor door = new ChallengeDoor(name, pebble)) {
                return authority.order(name, kept.account(), door);
            }
        });
    }

    /** An authority may let an account's earlier proof count, and pebble does once in a hundred orders: a new account has none. */
    private void forgetProofs() throws IOException {
        Files.delete(home().resolve("acme/account.pem"));
    }

    private X509Certificate current(String name) throws IOException {
        return new CertificateFolder(home()).current(name).orElseThrow();
    }

    @Test
    void names_areProvedAndCertifiedOnce_andRenewedInTheLastThird() throws Exception {
        try (Pebble pebble = new Pebble(pebbles(), false)) {
            Instant now = Instant.now();
            Instant next = desk(pebble).step(now);

            assertThat(desk(pebble).condition()).as(pebble.log()).isEqualTo(Condition.healthy());
            assertThat(ordered).isEqualTo(NAMES);
            assertThat(pebble.open()).isEmpty();
            Path key = home().resolve("certificates/shop.example.com/privkey.pem");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            assertThat(home().resolve("certificates/shop.example.com/fullchain.pem"))
                    .content()
                    .containsSubsequence("BEGIN CERTIFICATE", "BEGIN CERTIFICATE");
            X509Certificate first = current("shop.example.com");
            assertThat(first.getSubjectAlternativeNames().toString()).contains("shop.example.com");

            desk(pebble).step(now.plus(Duration.ofDays(1)));
            assertThat(ordered).isEqualTo(NAMES);
            Instant renewal = CertificateDesk.renewal(first);
            assertThat(Duration.between(renewal, first.getNotAfter().toInstant()))
                    .isGreaterThanOrEqualTo(
                            Duration.between(first.getNotBefore().toInstant(), renewal)
                                    .dividedBy(2));
            assertThat(next).isBefore(renewal);

            desk(pebble).step(renewal);
            assertThat(current("shop.example.com").getSerialNumber()).isNotEqualTo(first.getSerialNumber());
        }
    }

    @Test
    void renewalThatFails_leavesTheOldOneInForce_isSaidAndTriedAgainLater() throws Exception {
        try (Pebble pebble = new Pebble(pebbles(), false)) {
            Instant now = Instant.now();
            desk(pebble).step(now);
            X509Certificate old = current("shop.example.com");
            Instant renewal = CertificateDesk.renewal(current("www.example.com"));

            pebble.block(true);
            forgetProofs();
            CertificateDesk desk = desk(pebble);
            Instant next = desk.step(renewal);

            assertThat(desk.condition().level()).isEqualTo(Level.DEGRADED);
            assertThat(desk.condition().reason())
                    .contains("no certificate for shop.example.com", "the one in force ends");
            assertThat(next).isEqualTo(renewal.plus(Duration.ofMinutes(1)));
            assertThat(current("shop.example.com")).isEqualTo(old);

            clock.set(old.getNotAfter().toInstant().plusSeconds(1));
            assertThat(desk.condition().reason())
                    .startsWith("the certificate of shop.example.com ended "
                            + old.getNotAfter().toInstant()
                            + ": requests get it all the same, and browsers refuse it; set"
                            + " right why there is no new one: no certificate for shop.example.com")
                    .doesNotContain("in force ends " + old.getNotAfter().toInstant());

            clock.set(now);
            CertificateDesk afterRestart = desk(pebble);
            int before = ordered.size();
            afterRestart.step(renewal.plus(Duration.ofSeconds(59)));
            assertThat(ordered).hasSize(before);
            assertThat(afterRestart.condition().level()).isEqualTo(Level.DEGRADED);
            assertThat(afterRestart.step(next)).isEqualTo(next.plus(Duration.ofMinutes(2)));

            pebble.block(false);
            afterRestart.step(next.plus(Duration.ofMinutes(2)));
            assertThat(afterRestart.condition()).isEqualTo(Condition.healthy());
            assertThat(current("shop.example.com")).isNotEqualTo(old);
        }
    }

    @Test
    void fullDisk_costsNoOrder() throws Exception {
        try (SmallDisk disk = SmallDisk.of(1 << 20);
                Pebble pebble = new Pebble(pebbles(), false)) {
            Instant now = Instant.now();
            CertificateFolder kept = new CertificateFolder(disk.folder());
            CertificateDesk desk = desk(pebble, kept);
            disk.fill();

            Instant next = desk.step(now);

            assertThat(ordered).isEmpty();
            assertThat(next).isEqualTo(now.plus(Duration.ofMinutes(1)));
            assertThat(desk.condition().reason())
                    .contains("no certificate can be kept for shop.example.com", "No space left on device");
            disk.makeRoom();
            desk.step(next);
            assertThat(desk.condition()).as(pebble.log()).isEqualTo(Condition.healthy());
            assertThat(kept.current("www.example.com")).isPresent();
        }
    }

    @Test
    void accountThatExistsElsewhere_isBoundTo() throws Exception {
        try (Pebble pebble = new Pebble(pebbles(), true)) {
            CertificateDesk desk = desk(pebble);
            desk.step(Instant.now());

            assertThat(desk.condition()).as(pebble.log()).isEqualTo(Condition.healthy());
            assertThat(current("www.example.com").getSubjectAlternativeNames().toString())
                    .contains("www.example.com");
        }
    }

    @Test
    void oldCertificates_areNotKeptForEver() throws Exception {
        try (Pebble pebble = new Pebble(pebbles(), false)) {
            CertificateFolder kept = new CertificateFolder(home());
            Authority authority = new Authority(pebble.settings(NAMES));
            String name = NAMES.getFirst();
            List<String> serials = new ArrayList<>();
            for (int i = 0; i < CertificateFolder.KEPT + 2; i++) {
                try (ChallengeDoor door = new ChallengeDoor(name, pebble)) {
                    kept.install(name, authority.order(name, kept.account(), door));
                }
                serials.add(current(name).getSerialNumber().toString(16));
            }

            try (Stream<Path> folders =
                    Files.list(home().resolve("acme").resolve(name)).filter(Files::isDirectory)) {
                assertThat(folders.map(folder -> folder.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(serials.subList(2, serials.size()));
            }
        }
    }

    @Test
    void pauses_doubleUpToHalfADay() {
        assertThat(CertificateDesk.pause(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(CertificateDesk.pause(4)).isEqualTo(Duration.ofMinutes(8));
        assertThat(CertificateDesk.pause(40)).isEqualTo(Duration.ofHours(12));
    }
}
