package dev.slipway.store;

import dev.slipway.kernel.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the state lives: a file on this machine, or a PostgreSQL server. */
public sealed interface DatabaseAddress {

    /** Reads {@code SLIPWAY_DB}: a {@code postgres://} address, or the path of a SQLite file. */
    static DatabaseAddress parse(String text) {
        if (text.startsWith("postgres://") || text.startsWith("postgresql://")) {
            return Postgres.parse(text);
        }
        if (text.isBlank() || text.contains("://")) {
            throw bad("it is neither postgres://user:password@host:port/database nor the path of a file");
        }
        return new Sqlite(Path.of(text).toAbsolutePath().normalize());
    }

    /** The address that was asked for, or {@code slipway.db} in the home of the server. */
    static DatabaseAddress of(@Nullable String setting, Path home) {
        return setting == null || setting.isBlank() ? new Sqlite(home.resolve("slipway.db")) : parse(setting);
    }

    /**
     * @param file the database file; its directory is made when it is missing
     */
    record Sqlite(Path file) implements DatabaseAddress {

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * @param host name or address
     * @param port TCP port
     * @param database its name
     * @param user who logs in
     * @param password empty when none is needed
     * @param parameters further pgjdbc parameters, such as {@code sslmode=verify-full&sslrootcert=...}, or empty
     */
    record Postgres(String host, int port, String database, String user, String password, String parameters)
            implements DatabaseAddress {

        private static final int DEFAULT_PORT = 5432;

        static Postgres parse(String text) {
            URI uri = uri(text);
            String path = Optional.ofNullable(uri.getRawPath()).orElse("");
            String[] login =
                    Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
            if (uri.getHost() == null || path.length() < 2 || login[0].isEmpty()) {
                throw bad("a postgres address needs a user, a host and a database");
            }
            return new Postgres(
                    uri.getHost(),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    decode(path.substring(1)),
                    decode(login[0]),
                    login.length > 1 ? decode(login[1]) : "",
                    Optional.ofNullable(uri.getRawQuery()).orElse(""));
        }

        /** The JDBC address, without user and password. */
        String jdbcUrl() {
            String url = "jdbc:postgresql://" + host + ":" + port + "/"
                    + java.net.URLEncoder.encode(database, StandardCharsets.UTF_8);
            return parameters.isEmpty() ? url : url + "?" + parameters;
        }

        /** Without the password, and without parameters, which may hold another. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "postgres://%s@%s:%d/%s", user, host, port, database);
        }

        private static URI uri(String text) {
            try {
                return new URI(text);
            } catch (URISyntaxException e) {
                // The cause is left out: its message holds the whole text, and with it the password.
                throw bad(e.getReason() + " at character " + e.getIndex());
            }
        }

        private static String decode(String part) {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }

    private static Problem bad(String why) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-database-address",
                "SLIPWAY_DB cannot be used: " + why,
                "set it to postgres://user:password@host:5432/slipway or to a file path, or unset it for SQLite in"
                        + " SLIPWAY_HOME; percent-encode special characters of the password");
    }
}
