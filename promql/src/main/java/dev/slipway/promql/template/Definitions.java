package dev.slipway.promql.template;

import dev.slipway.kernel.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named templates that texts share, as Alertmanager reads them from its template files. Texts that are parsed with them
 * may call the functions of Alertmanager beside those of Prometheus.
 */
public final class Definitions {

    private static final Definitions NONE = new Definitions(Map.of(), Set.of());

    private final Map<String, List<Node>> named;
    private final Set<String> included;

    private Definitions(Map<String, List<Node>> named, Set<String> included) {
        this.named = Map.copyOf(named);
        this.included = Set.copyOf(included);
    }

    public static Definitions none() {
        return NONE;
    }

    /**
     * These and the ones that a file defines; one of the same name takes the place of the earlier.
     *
     * @throws Problem of kind INVALID, code {@code bad-template}, that says where it is wrong
     */
    public Definitions with(String text) {
        TemplateParser.Parsed parsed = Template.parsed(text, Set.of(), TemplateParser.Words.NOTICES);
        Map<String, List<Node>> all = new HashMap<>(named);
        all.putAll(parsed.definitions());
        Set<String> wanted = new HashSet<>(included);
        wanted.addAll(parsed.included());
        return new Definitions(all, wanted);
    }

    /** Names that one of them includes and none defines. */
    public Set<String> missing() {
        return missing(included);
    }

    private Set<String> missing(Set<String> wanted) {
        Set<String> missing = new HashSet<>(wanted);
        missing.removeAll(named.keySet());
        return Set.copyOf(missing);
    }

    /**
     * A text that may include these.
     *
     * @throws Problem of kind INVALID, code {@code bad-template}, also when it includes what nobody defines
     */
    public Template parse(String text) {
        TemplateParser.Parsed parsed = Template.parsed(text, Set.of(), TemplateParser.Words.NOTICES);
        Map<String, List<Node>> all = new HashMap<>(named);
        all.putAll(parsed.definitions());
        Definitions together = new Definitions(all, parsed.included());
        if (!together.missing().isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-template",
                    "template \"" + together.missing().iterator().next() + "\" not defined",
                    "define it in a file under 'templates'");
        }
        return new Template(text, new TemplateParser.Parsed(parsed.body(), Map.copyOf(all), parsed.included()));
    }
}
