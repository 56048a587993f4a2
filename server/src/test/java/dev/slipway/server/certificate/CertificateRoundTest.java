package dev.slipway.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are attended to for as long as this server leads, whatever is away for a while. */
class CertificateRoundTest {

    private static final AcmeSettings NO_NAMES = new AcmeSettings(
            List.of(),
            URI.create("https://authority.example/directory"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @TempDir
    Path folder;

    @Test
    void databaseThatIsAway_isAskedAgainInAMinute() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        try (Database database = Database.open(DatabaseAddress.of(null, folder));
                CertificatePart part = part(database.fenced(_ -> {
                    if (away.get()) {
                        throw Problem.of(Problem.Kind.UNAVAILABLE, "database-away", "no connection", "start it");
                    }
                }))) {
            assertThat(part.round()).isGreaterThan(Duration.ofMinutes(1));

            away.set(true);
            assertThat(part.round()).isEqualTo(Duration.ofMinutes(1));

            away.set(false);
            assertThat(part.round()).isGreaterThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void formerLeader_ordersNothingMore() {
        try (Database database = Database.open(DatabaseAddress.of(null, folder));
                CertificatePart part = part(database.fenced(_ -> {
                    throw Problem.of(Problem.Kind.CONFLICT, "lead-lost", "another server leads", "stop this one");
                }))) {
            assertThatThrownBy(part::round)
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo("lead-lost"));
        }
    }

    private CertificatePart part(Database database) {
        return new CertificatePart(NO_NAMES, folder.resolve("edge"), database, () -> 1, InstantSource.system());
    }
}
