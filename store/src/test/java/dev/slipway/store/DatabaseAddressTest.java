package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @Test
    void parse_takesAPostgresAddressApart() {
        DatabaseAddress address =
                DatabaseAddress.parse("postgres://sl%40p:p%3Aw+d%2F@db.example:6432/ship?sslmode=require");
        assertThat(address)
                .isEqualTo(
                        new DatabaseAddress.Postgres("db.example", 6432, "ship", "sl@p", "p:w+d/", "sslmode=require"));
        assertThat(((DatabaseAddress.Postgres) address).jdbcUrl())
                .isEqualTo("jdbc:postgresql://db.example:6432/ship?sslmode=require");
        assertThat(address).hasToString("postgres://sl@p@db.example:6432/ship");
    }

    @Test
    void parse_takesAPathForAFile() {
        assertThat(DatabaseAddress.parse("/var/lib/slipway/../slipway/state.db"))
                .isEqualTo(new DatabaseAddress.Sqlite(Path.of("/var/lib/slipway/state.db")));
    }

    @Test
    void of_nothingIsAFileInTheHome() {
        assertThat(DatabaseAddress.of(null, Path.of("/srv/slipway")))
                .isEqualTo(new DatabaseAddress.Sqlite(Path.of("/srv/slipway/slipway.db")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://secret@",
                "postgres://:secret@host/db",
                "postgres://u:secret@host/",
                "postgres://u:sec ret@host/db",
                "mysql://u:secret@host/db",
                " "
            })
    void parse_refusesTheRestWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(Problem.class)
                .hasMessageNotContaining("ret@")
                .hasNoCause();
    }
}
