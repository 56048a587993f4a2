package dev.slipway.observe.discovery;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** One way to find targets, as configured. */
public sealed interface Discovery {

    /** How long its answer holds; zero for ever. */
    Duration refresh();

    /** Targets that the configuration lists. */
    record Listed(List<TargetGroup> groups) implements Discovery {
        public Listed {
            groups = List.copyOf(groups);
        }

        @Override
        public Duration refresh() {
            return Duration.ZERO;
        }
    }

    /**
     * Files that list targets, in JSON or YAML.
     *
     * @param patterns paths whose last part may hold {@code *}; relative to the configuration
     */
    record Files(List<String> patterns, Duration refresh) implements Discovery {
        public Files {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * Names in the DNS.
     *
     * @param port of the targets, unless the records are SRV
     */
    record Dns(List<String> names, RecordType type, int port, Duration refresh) implements Discovery {
        public Dns {
            names = List.copyOf(names);
        }

        /** The records that are asked for. */
        public enum RecordType {
            A,
            AAAA,
            SRV
        }
    }

    /**
     * Targets that this process knows by itself. Who knows them tells the scraper when they have changed; the refresh is
     * for what it forgot to tell.
     */
    record Live(String name, Supplier<List<TargetGroup>> source, Duration refresh) implements Discovery {}

    /** A URL that answers with a list of targets in JSON. */
    record Http(URI url, Duration refresh) implements Discovery {}
}
