package dev.slipway.kernel.yaml;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML 1.2 into nodes that know their position. Bombs are refused: a document may unfold to a bounded number of
 * nodes and a bounded depth, whatever its aliases say.
 */
public final class Yaml {

    private static final int MOST_CODE_POINTS = 3 * 1024 * 1024;
    private static final int MOST_NODES = 100_000;
    private static final int DEEPEST = 100;
    /** How much text is read again at most, in UTF-16 units, for each place that is mended. */
    private static final int MOST_READ_AGAIN = 4 * 1024 * 1024;

    private final String file;
    private final String text;
    private final Dialect dialect;
    private final List<Finding> findings = new ArrayList<>();
    private final int mends;
    private int nodes;

    /** @param mends how often the text was mended already */
    private Yaml(String file, String text, Dialect dialect, int mends) {
        this.file = file;
        this.text = text;
        this.dialect = dialect;
        this.mends = mends;
    }

    /**
     * @param file named in positions
     * @param text the whole document
     * @return the root, absent when the document is empty or wrong; findings say which
     */
    public static Document read(String file, String text) {
        return new Yaml(file, text, Dialect.STANDARD, 0).document();
    }

    /** The same by the rules of a dialect. */
    public static Document read(String file, String text, Dialect dialect) {
        return new Yaml(file, text, dialect, 0).document();
    }

    private Document document() {
        Optional<YamlNode> root = Optional.empty();
        List<Position> unused = List.of();
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setSchema(new PlainCoreSchema())
                    .setCodePointLimit(MOST_CODE_POINTS)
                    .setAllowDuplicateKeys(true)
                    .setAllowNonScalarKeys(true)
                    .setMaxAliasesForCollections(1000)
                    .build();
            List<Event> events = new ArrayList<>();
            unused = checkEvents(settings, events);
            root = new Composer(settings, new ReadEvents(events))
                    .getSingleNode()
                    .map(node -> convert(node, 0));
        } catch (MarkedYamlEngineException e) {
            Optional<String> mended =
                    (mends + 1L) * text.length() <= MOST_READ_AGAIN ? EmptyBlock.mended(text, e) : Optional.empty();
            if (mended.isPresent()) {
                return new Yaml(file, mended.get(), dialect, mends + 1).document();
            }
            Position position = e.getProblemMark().map(this::position).orElse(Position.startOf(file));
            refuse(
                    "bad-yaml",
                    position,
                    "this is not YAML: " + e.getProblem(),
                    "check the indentation and quotes here");
        } catch (YamlEngineException e) {
            refuse("bad-yaml", Position.startOf(file), "this is not YAML: " + e.getMessage(), null);
        } catch (Refused e) {
            root = Optional.empty();
        }
        return new Document(Finding.anyError(findings) ? Optional.empty() : root, List.copyOf(findings), unused);
    }

    /**
     * Before nodes are made, which takes a level of the stack for a level of the document. The events are kept, so they end
     * where more nodes begin than a document may have.
     */
    private List<Position> checkEvents(LoadSettings settings, List<Event> events) {
        Anchors anchors = new Anchors(this::position);
        int begun = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            events.add(event);
            anchors.see(event);
            begun += event instanceof NodeEvent ? 1 : 0;
            tag(event)
                    .filter(tag -> tag.trim().isEmpty() || !tag.trim().equals(tag))
                    .ifPresent(_ -> badTag(event));
            if (anchors.depth() > DEEPEST || begun > MOST_NODES) {
                tooLarge(event.getStartMark().map(this::position).orElse(Position.startOf(file)));
            }
        }
        for (Position recursion : anchors.recursions()) {
            refuse("yaml-recursion", recursion, "an alias here contains itself", "write it out");
        }
        if (!anchors.recursions().isEmpty()) {
            throw new Refused();
        }
        return anchors.unused();
    }

    private static Optional<String> tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            case Event _ -> Optional.empty();
        };
    }

    /** The library's nodes cannot hold it. */
    private void badTag(Event event) {
        refuse(
                "bad-yaml",
                event.getStartMark().map(this::position).orElse(Position.startOf(file)),
                "this is not YAML: a tag is empty, or begins or ends with a blank or a control character",
                "write the tag without escapes such as %20");
        throw new Refused();
    }

    private void tooLarge(Position position) {
        refuse(
                "yaml-too-large",
                position,
                "the document unfolds to too many or too deep nodes",
                "at most " + MOST_NODES + " nodes and " + DEEPEST + " levels are read");
        throw new Refused();
    }

    private YamlNode convert(Node node, int depth) {
        Position position = node.getStartMark().map(this::position).orElse(Position.startOf(file));
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            tooLarge(position);
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, position);
            case SequenceNode sequence ->
                new YamlNode.Sequence(
                        position,
                        sequence.getValue().stream()
                                .map(item -> convert(item, depth + 1))
                                .toList());
            case MappingNode mapping -> mapping(mapping, position, depth);
            default -> throw new IllegalStateException("unknown YAML node " + node.getNodeType());
        };
    }

    private YamlNode.Mapping mapping(MappingNode mapping, Position position, int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(convert(tuple.getKeyNode(), depth + 1) instanceof YamlNode.Scalar key)) {
                Position place =
                        tuple.getKeyNode().getStartMark().map(this::position).orElse(position);
                refuse("bad-key", place, "this key is not a plain word", "quote it if it is meant as text");
                continue;
            }
            if (!keys.add(key.text()) && dialect == Dialect.STANDARD) {
                refuse(
                        "duplicate-key",
                        key.position(),
                        "'" + key.text() + "' is already defined",
                        "remove one of the two");
            }
            entries.add(new YamlNode.Entry(key, convert(tuple.getValueNode(), depth + 1)));
        }
        return new YamlNode.Mapping(position, List.copyOf(entries));
    }

    private YamlNode.Scalar scalar(ScalarNode scalar, Position position) {
        TagCheck.complaint(scalar, position, dialect).ifPresent(complaint -> {
            refuse("bad-tag", position, complaint, "remove the tag");
            throw new Refused();
        });
        YamlNode.Scalar.Kind kind =
                scalar.getScalarStyle() == ScalarStyle.PLAIN ? kind(scalar.getTag()) : YamlNode.Scalar.Kind.STRING;
        return new YamlNode.Scalar(position, endsUnbroken(scalar) ? withoutBreak(scalar) : scalar.getValue(), kind);
    }

    /**
     * A block scalar keeps its last line break where there is one (YAML 1.2.2, 8.1.1.2). The library gives one also to the
     * last line of a text that ends without.
     */
    private boolean endsUnbroken(ScalarNode scalar) {
        boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
        return block
                && !text.endsWith("\n")
                && !text.endsWith("\r")
                && scalar.getEndMark()
                        .filter(end -> end.getIndex() >= text.codePointCount(0, text.length()))
                        .isPresent();
    }

    private static String withoutBreak(ScalarNode scalar) {
        String value = scalar.getValue();
        return value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
    }

    private static YamlNode.Scalar.Kind kind(Tag tag) {
        if (tag.equals(Tag.INT)) {
            return YamlNode.Scalar.Kind.INTEGER;
        } else if (tag.equals(Tag.FLOAT)) {
            return YamlNode.Scalar.Kind.FLOAT;
        } else if (tag.equals(Tag.BOOL)) {
            return YamlNode.Scalar.Kind.BOOLEAN;
        } else if (tag.equals(Tag.NULL)) {
            return YamlNode.Scalar.Kind.NULL;
        }
        return YamlNode.Scalar.Kind.STRING;
    }

    private Position position(Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private void refuse(String code, Position position, String message, @Nullable String hint) {
        findings.add(Finding.error(code, position, message, hint));
    }

    /** What a document may hold beside plain YAML. */
    public enum Dialect {
        /** Keys are unique; tags of applications are passed over. */
        STANDARD,
        /** As GitHub reads workflows: keys may repeat, for their reader compares them without case; unknown tags are errors. */
        ACTIONS
    }

    /**
     * What was read.
     *
     * @param root absent for an empty document, and when there are errors
     * @param findings in the order of the text
     * @param unusedAnchors anchors that no alias names
     */
    public record Document(Optional<YamlNode> root, List<Finding> findings, List<Position> unusedAnchors) {}

    /** Leaves the conversion once the document is refused as a whole. */
    private static final class Refused extends RuntimeException {
        Refused() {
            super(null, null, false, false);
        }
    }
}
