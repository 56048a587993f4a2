package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.server.secret.Keyring;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightHomeTest {

    @TempDir
    Path folder;

    @EachDatabase
    void folderWithoutTheRepositoriesOfTheDatabase_isRefused(TestDatabase place) {
        try (Home home = Home.open(folder.resolve("home"));
                Home other = Home.open(folder.resolve("other"));
                Database database = Database.open(DatabaseAddress.parse(place.address()))) {
            RightHome.require(database, other);
            ServerConfig config = ServerConfig.parse(List.of("--home=" + home.root()), Map.of());
            Foundation.lay(config, home, database, Keyring.open(home.keys(), null), InstantSource.system())
                    .projects()
                    .create("shop", Optional.empty(), "mia");

            RightHome.require(database, home);
            assertThatThrownBy(() -> RightHome.require(database, other))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.code()).isEqualTo("home-of-another");
                        assertThat(problem.message())
                                .contains(other.repositories().toString())
                                .endsWith(": shop");
                    });
        }
    }

    @Test
    void homeThatHasLostOneRepositoryOfTwo_isStillTheRightOne() throws IOException {
        try (Home home = Home.open(folder.resolve("home"));
                Database database = Database.open(DatabaseAddress.of(null, home.root()))) {
            ServerConfig config = ServerConfig.parse(List.of("--home=" + home.root()), Map.of());
            ProjectRegister projects = Foundation.lay(
                            config, home, database, Keyring.open(home.keys(), null), InstantSource.system())
                    .projects();
            projects.create("shop", Optional.empty(), "mia");
            projects.create("bank", Optional.empty(), "mia");
            Files.move(home.repositories().resolve("shop.git"), folder.resolve("lost"));

            RightHome.require(database, home);
            Files.move(home.repositories().resolve("bank.git"), folder.resolve("lost too"));
            assertThatThrownBy(() -> RightHome.require(database, home))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.hint()).contains("git init --bare"));
        }
    }
}
