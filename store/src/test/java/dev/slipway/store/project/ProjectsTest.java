package dev.slipway.store.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectsTest {

    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    private final Projects projects = new Projects();

    @EachDatabase
    void create_keepsEveryPart(TestDatabase place) {
        Project plain = new Project("shop", "main", null, NOW);
        Project mirrored =
                new Project("blog", "trunk", new Project.Remote("https://example.org/b.git", 60, "sealed"), NOW);
        try (Database database = open(place)) {
            database.execute(context -> projects.create(context, plain));
            database.execute(context -> projects.create(context, mirrored));
            database.execute(context -> projects.setDefaultBranch(context, "shop", "next"));
            assertThat(database.read(projects::list)).containsExactly(mirrored, new Project("shop", "next", null, NOW));
        }
    }

    @EachDatabase
    void create_refusesATwin(TestDatabase place) {
        Project project = new Project("shop", "main", null, NOW);
        try (Database database = open(place)) {
            database.execute(context -> projects.create(context, project));
            assertThatThrownBy(() -> database.execute(context -> projects.create(context, project)))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("project-exists"));
        }
    }

    @EachDatabase
    void get_suggestsTheNearest(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(context -> projects.create(context, new Project("shop", "main", null, NOW)));
            assertThatThrownBy(() -> database.read(context -> projects.get(context, "shpo")))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.hint()).contains("'shop'"));
        }
    }

    @EachDatabase
    void readers_areKeptOnce_andSeenFromBothSides(TestDatabase place) {
        ProjectReader granted = new ProjectReader("lib", "shop", NOW, "ada");
        try (Database database = open(place)) {
            for (String name : List.of("lib", "shop")) {
                database.execute(context -> projects.create(context, new Project(name, "main", null, NOW)));
            }
            assertThat(database.<Boolean>transaction(sql -> ProjectReaders.add(sql, granted)))
                    .isTrue();
            assertThat(database.<Boolean>transaction(sql -> ProjectReaders.add(sql, granted)))
                    .isFalse();
            assertThat(database.<List<ProjectReader>>read(sql -> ProjectReaders.of(sql, "lib")))
                    .containsExactly(granted);
            assertThat(database.<List<ProjectReader>>read(sql -> ProjectReaders.readBy(sql, "shop")))
                    .containsExactly(granted);
            assertThat(database.<Boolean>read(sql -> ProjectReaders.exists(sql, "lib", "shop")))
                    .isTrue();
            assertThat(database.<Boolean>read(sql -> ProjectReaders.exists(sql, "shop", "lib")))
                    .isFalse();
            assertThat(database.<Boolean>transaction(sql -> ProjectReaders.remove(sql, "lib", "shop")))
                    .isTrue();
            assertThat(database.<Boolean>transaction(sql -> ProjectReaders.remove(sql, "lib", "shop")))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a..b", "Shop", "a/b", "-a", "a.git", "a\n", ".a", "ä"})
    void name_refusesWhatWouldBreakPathsAndAddresses(String name) {
        assertThatThrownBy(() -> new Project(name, "main", null, NOW))
                .asInstanceOf(type(Problem.class))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("bad-project-name"));
    }

    private static Database open(TestDatabase place) {
        return Database.open(DatabaseAddress.parse(place.address()));
    }
}
