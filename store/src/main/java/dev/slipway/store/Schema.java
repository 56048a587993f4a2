package dev.slipway.store;

import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the schema of this version, one numbered step after another, all in one transaction. Steps that
 * were made side by side do not depend on each other, so one that comes late is taken although a later number is there.
 */
final class Schema {

    private Schema() {}

    /** @param kind folder of the steps that only this kind of database needs, if it has some */
    static void migrate(DataSource source, String place, Optional<String> kind) {
        List<String> locations = new ArrayList<>(List.of("classpath:db/migration"));
        kind.ifPresent(name -> locations.add("classpath:db/" + name));
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations(locations.toArray(String[]::new))
                    .table("schema_history")
                    .group(true)
                    .outOfOrder(true)
                    .failOnMissingLocations(true)
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw switch (Failure.of(e)) {
                case LOST, UNAVAILABLE, ROLLED_BACK, FULL -> Failure.unavailable(place, e);
                case LOCKED -> Failure.locked(place, e);
                case OTHER -> unfit(place, e);
            };
        }
    }

    private static Problem unfit(String place, FlywayException e) {
        return Problem.of(
                Problem.Kind.CONFLICT,
                "database-schema",
                "the schema of the database at " + place + " cannot be brought up to date: " + e.getMessage(),
                "was it last used by a newer Slipway? use that version, or restore a backup made before it",
                e);
    }
}
