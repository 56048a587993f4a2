package dev.slipway.observe.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One rule.
 *
 * @param sourceLabels whose values, joined by the separator, are looked at
 * @param regex which the whole of it must match
 * @param modulus of {@code hashmod}; else 0
 * @param replacement with groups of the match
 */
public record RelabelRule(
        RelabelAction action,
        List<String> sourceLabels,
        String separator,
        Pattern regex,
        String targetLabel,
        String replacement,
        long modulus) {

    public static final String ANYTHING = "(.*)";
    public static final String FIRST_GROUP = "$1";
    public static final String SEMICOLON = ";";

    public RelabelRule {
        sourceLabels = List.copyOf(sourceLabels);
    }

    /** A pattern as rules use it: RE2's, its dot matching a newline too. */
    public static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    /** All rules in their order; empty when one of them drops the labels. */
    public static Optional<Labels> apply(List<RelabelRule> rules, Labels labels) {
        Optional<Labels> current = Optional.of(labels);
        for (RelabelRule rule : rules) {
            current = current.flatMap(rule::apply);
        }
        return current;
    }

    /** This rule alone; empty when it drops the labels. */
    public Optional<Labels> apply(Labels labels) {
        String source = sourceLabels.stream().map(labels::get).collect(Collectors.joining(separator));
        return switch (action) {
            case KEEP -> Optional.of(labels).filter(kept -> regex.matches(source));
            case DROP -> Optional.of(labels).filter(kept -> !regex.matches(source));
            case KEEPEQUAL -> Optional.of(labels).filter(kept -> source.equals(labels.get(targetLabel)));
            case DROPEQUAL -> Optional.of(labels).filter(kept -> !source.equals(labels.get(targetLabel)));
            case REPLACE -> Optional.of(replace(labels, source));
            case LOWERCASE -> Optional.of(labels.with(targetLabel, source.toLowerCase(Locale.ROOT)));
            case UPPERCASE -> Optional.of(labels.with(targetLabel, source.toUpperCase(Locale.ROOT)));
            case HASHMOD -> Optional.of(labels.with(targetLabel, Long.toString(hash(source))));
            case LABELMAP -> Optional.of(map(labels));
            case LABELDROP -> Optional.of(filter(labels, false));
            case LABELKEEP -> Optional.of(filter(labels, true));
        };
    }

    private Labels replace(Labels labels, String source) {
        Matcher match = regex.matcher(source);
        if (!match.matches()) {
            return labels;
        }
        String target = Template.expand(targetLabel, match);
        return target.isEmpty() ? labels : labels.with(target, Template.expand(replacement, match));
    }

    private Labels map(Labels labels) {
        Labels.Builder mapped = labels.toBuilder();
        for (int i = 0; i < labels.size(); i++) {
            Matcher match = regex.matcher(labels.name(i));
            if (match.matches()) {
                mapped.set(Template.expand(replacement, match), labels.value(i));
            }
        }
        return mapped.build();
    }

    private Labels filter(Labels labels, boolean keep) {
        Labels.Builder left = labels.toBuilder();
        for (int i = 0; i < labels.size(); i++) {
            if (regex.matches(labels.name(i)) != keep) {
                left.remove(labels.name(i));
            }
        }
        return left.build();
    }

    /** The last eight bytes of the MD5 sum, as Prometheus takes them, so that shards agree with it. */
    private long hash(String source) {
        try {
            byte[] sum = MessageDigest.getInstance("MD5").digest(source.getBytes(StandardCharsets.UTF_8));
            return Long.remainderUnsigned(ByteBuffer.wrap(sum).getLong(8), modulus);
        } catch (NoSuchAlgorithmException e) {
            throw Problem.of(
                    Problem.Kind.INTERNAL, "no-md5", "this JVM has no MD5", "run a JDK with the standard providers", e);
        }
    }
}
