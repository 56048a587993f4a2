package dev.slipway.actions.schema;

import dev.slipway.actions.expression.Expression;
import dev.slipway.actions.expression.ExpressionError;
import dev.slipway.actions.expression.Node;
import dev.slipway.actions.expression.Scope;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** The scalars of a file: their expressions, and whether they are of a type that their place allows. */
final class Scalars {

    private static final String OPEN = "${{";
    private static final String INSERT = "insert";

    private final Faults faults;

    Scalars(Faults faults) {
        this.faults = faults;
    }

    /** With its expressions; a constant where there are none, or where they are wrong, which was noted. */
    Template parse(YamlNode.Scalar scalar, Place place) {
        if (scalar.kind() != YamlNode.Scalar.Kind.STRING || !scalar.text().contains(OPEN)) {
            return Template.constant(plain(scalar), scalar.position());
        }
        try {
            Template template = Template.parse(scalar.text(), scalar.position(), place.scope());
            return literal(template)
                    .map(text -> Template.constant(text, scalar.position()))
                    .orElse(template);
        } catch (Problem problem) {
            Position where = locate(scalar, place.scope());
            faults.wrong(
                    Fault.Stage.SHAPE, problem.code(), scalar.position(), where, problem.message(), problem.hint());
            return Template.constant(Value.of(scalar.text()), scalar.position());
        }
    }

    /** A hexadecimal or octal number that has more than 32 bits is none. */
    private Value plain(YamlNode.Scalar scalar) {
        Value value = Value.of(scalar);
        if (scalar.kind() == YamlNode.Scalar.Kind.INTEGER && Double.isNaN(value.number())) {
            faults.wrong(
                    Fault.Stage.SHAPE,
                    "bad-number",
                    scalar.position(),
                    "The value '" + scalar.text() + "' is invalid for the type 'tag:yaml.org,2002:int'",
                    "hexadecimal and octal numbers have up to 32 bits; quote it where a text is meant");
            return Value.of(scalar.text());
        }
        return value;
    }

    /** Keys are texts, whatever they look like; {@code ${{ insert }}} is an expression of its own kind. */
    Template parseKey(YamlNode.Scalar key, Place place) {
        if (isInsert(key.text())) {
            return Template.insert(key.position());
        }
        Template template = parse(key, place);
        return template.constant()
                .map(value -> Template.constant(Value.of(value.text()), key.position()))
                .orElse(template);
    }

    boolean inserts(Template key) {
        return !key.isConstant() && isInsert(key.source());
    }

    private static boolean isInsert(String text) {
        return text.startsWith(OPEN)
                && text.endsWith("}}")
                && text.substring(OPEN.length(), text.length() - 2).strip().equals(INSERT);
    }

    /** {@code ${{ 'text' }}} is nothing but its text. */
    private static Optional<Value> literal(Template template) {
        return template.lone()
                .map(Expression::root)
                .filter(Node.Literal.class::isInstance)
                .map(node -> ((Node.Literal) node).value())
                .filter(Value.Text.class::isInstance);
    }

    /** The template as the place wants it: other scalars become text where only text is allowed. */
    Template check(Template template, Place place, Schema schema) {
        Optional<Value> constant = template.constant();
        if (constant.isEmpty()) {
            if (place.names().isEmpty()) {
                faults.wrong(
                        Fault.Stage.SHAPE,
                        "expression-not-allowed",
                        template.position(),
                        "A template expression is not allowed in this context",
                        "write the value out");
            }
            return template;
        }
        List<Shape> shapes = schema.shapes(place.definition());
        Value value = constant.get();
        if (shapes.stream().anyMatch(shape -> fits(shape, value))) {
            return template;
        }
        Value text = Value.of(value.text());
        if (shapes.stream().anyMatch(shape -> fits(shape, text))) {
            return Template.constant(text, template.position());
        }
        faults.wrong(
                Fault.Stage.SHAPE,
                "bad-value",
                template.position(),
                "Unexpected value '" + value.text() + "'",
                hint(value, shapes).or(() -> Expected.of(schema, place)).orElse(null));
        return template;
    }

    private static Optional<String> hint(Value value, List<Shape> shapes) {
        List<String> constants = shapes.stream()
                .filter(Shape.Text.class::isInstance)
                .flatMap(shape -> ((Shape.Text) shape).constant().stream())
                .toList();
        return Suggestion.nearest(value.text(), constants).map(word -> "did you mean '" + word + "'?");
    }

    private static boolean fits(Shape shape, Value value) {
        return switch (shape) {
            case Shape.Text(boolean filled, Optional<String> constant) ->
                value instanceof Value.Text text
                        && (!filled || !text.value().isEmpty())
                        && constant.map(text.value()::equals).orElse(true);
            case Shape.Numeric _ -> value instanceof Value.Num;
            case Shape.Bool _ -> value instanceof Value.Bool;
            case Shape.Nothing _ -> value instanceof Value.Null;
            case Shape.Items _, Shape.Keys _, Shape.OneOf _ -> false;
        };
    }

    /** Where in the source the scalar's first wrong expression starts, when that is on a later line. */
    private Position locate(YamlNode.Scalar scalar, Scope scope) {
        String text = scalar.text();
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, open + 1)) {
            int close = text.indexOf("}}", open);
            String inner = text.substring(open + OPEN.length(), close < 0 ? text.length() : close);
            if (close < 0 || !parses(inner, scope)) {
                return faults.source()
                        .find(text.substring(open).lines().findFirst().orElse(""), scalar.position());
            }
        }
        return scalar.position();
    }

    private static boolean parses(String expression, Scope scope) {
        try {
            Expression.parse(expression, scope);
            return true;
        } catch (Problem notWellFormed) {
            return ExpressionError.of(notWellFormed).isEmpty();
        }
    }
}
