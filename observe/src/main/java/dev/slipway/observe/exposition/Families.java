package dev.slipway.observe.exposition;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which family each line belongs to, and that families neither mingle nor share a sample's name. */
final class Families {

    private final ExpositionSink sink;
    private final boolean strict;
    private final Set<String> taken = new HashSet<>();
    private @Nullable Family open;

    Families(ExpositionSink sink, boolean strict) {
        this.sink = sink;
        this.strict = strict;
    }

    /** A line of metadata speaks of this family. */
    Family describe(Cursor cursor, String name) {
        Family family = open;
        if (family == null || !family.name.equals(name)) {
            return begin(cursor, name, true);
        }
        if (family.sampled && strict) {
            throw cursor.refuse(
                    "late-metadata", "metadata of '" + name + "' after its samples", "metadata stand before samples");
        }
        family.described = true;
        return family;
    }

    void sample(Cursor cursor, ExposedSample sample) {
        Family family = open;
        if (family == null || !family.owns(sample.name())) {
            family = begin(cursor, sample.name(), false);
        }
        family.sampled = true;
        if (strict) {
            family.rules().check(cursor, sample);
        }
    }

    /** The exposition is over. */
    void end() {
        Family family = open;
        if (family != null) {
            close(family);
        }
    }

    private Family begin(Cursor cursor, String name, boolean described) {
        end();
        Family family = new Family(name, cursor, described);
        open = family;
        return family;
    }

    private void close(Family family) {
        if (strict) {
            family.finish();
            claim(family);
        }
        if (family.described) {
            sink.family(new MetricFamily(family.name, family.kind(), family.help, family.unit));
        }
    }

    /** All names that samples of this type could have, whether they have them or not (OpenMetrics, "Suffixes"). */
    private void claim(Family family) {
        Stream.concat(Stream.of(""), family.kind().suffixes().stream())
                .distinct()
                .map(suffix -> family.name + suffix)
                .filter(name -> !taken.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw family.first.refuseLine(
                            "clashing-name",
                            "the name '" + name + "' belongs to an earlier family",
                            "keep a family's lines together, and its name away from other families' suffixes");
                });
    }

    /** The family whose lines are being read. */
    static final class Family {

        private final String name;
        private final Cursor first;
        private boolean described;
        private boolean sampled;
        private @Nullable MetricType type;
        private @Nullable String help;
        private @Nullable String unit;
        private @Nullable FamilyRules rules;

        Family(String name, Cursor first, boolean described) {
            this.name = name;
            this.first = first;
            this.described = described;
        }

        void type(Cursor cursor, MetricType value) {
            refuseSecond(cursor, type, "TYPE");
            type = value;
        }

        void help(Cursor cursor, String value) {
            refuseSecond(cursor, help, "HELP");
            help = value;
        }

        void unit(Cursor cursor, String value) {
            refuseSecond(cursor, unit, "UNIT");
            unit = value;
        }

        private MetricType kind() {
            return type == null ? MetricType.UNKNOWN : type;
        }

        private boolean owns(String sample) {
            return sample.startsWith(name) && kind().suffixes().contains(sample.substring(name.length()));
        }

        private FamilyRules rules() {
            FamilyRules made = rules;
            if (made == null) {
                made = new FamilyRules(name, kind());
                rules = made;
            }
            return made;
        }

        private void finish() {
            if (rules != null) {
                rules.finish();
            }
            if (unit == null || unit.isEmpty()) {
                return;
            }
            boolean unitless = kind() == MetricType.INFO || kind() == MetricType.STATESET;
            if (unitless || !name.endsWith("_" + unit)) {
                throw first.refuseLine(
                        "bad-unit",
                        unitless
                                ? "a family of type " + kind().word() + " has no unit"
                                : "'" + name + "' does not end with its unit, '_" + unit + "'",
                        "a unit is the last word of its family's name");
            }
        }

        private void refuseSecond(Cursor cursor, @Nullable Object earlier, String keyword) {
            if (earlier != null) {
                throw cursor.refuse("repeated-metadata", "a second " + keyword + " for '" + name + "'");
            }
        }
    }
}
