package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Expression;
import dev.slipway.actions.expression.Template;
import dev.slipway.kernel.Position;

/** Expressions that name what does not exist, compare what differs, or give what their place cannot use. */
final class ExpressionRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        Places.of(subject).forEach(place -> check(place, subject, report));
    }

    private static void check(Places.Place place, Subject subject, Report report) {
        Template template = place.template();
        for (Expression expression : template.expressions()) {
            Position position = subject.source().find(expression.toString(), template.position());
            TypeCheck check =
                    new TypeCheck(place.contexts(), message -> report.warn("expression-type", position, message, null));
            Type type = check.of(expression.root());
            boolean lone = template.lone().isPresent();
            Places.Wants wants = lone ? place.wants() : Places.Wants.TEXT;
            if (!fits(wants, type)) {
                report.warn("expression-type", position, complaint(wants, type), hint(type));
            }
        }
    }

    private static boolean fits(Places.Wants wants, Type type) {
        return switch (wants) {
            case ANYTHING -> true;
            case BOOL -> type.equals(Type.BOOL) || type.equals(Type.ANY);
            case NUMBER -> Type.NUMBER.takes(type);
            case OBJECT -> type instanceof Type.Fields || type.equals(Type.ANY);
            case LABELS ->
                type instanceof Type.Items
                        || (type instanceof Type.Scalar && !type.equals(Type.NULL))
                        || (type instanceof Type.Fields fields
                                && (fields.field("labels").isPresent()
                                        || fields.field("group").isPresent()));
            case TEXT -> type instanceof Type.Scalar && !type.equals(Type.NULL);
        };
    }

    private static String complaint(Places.Wants wants, Type type) {
        return switch (wants) {
            case TEXT, ANYTHING -> "objects, arrays and null make no text, but this gives " + type.show();
            case LABELS -> "a label or a list of labels is wanted here, but this gives " + type.show();
            case BOOL -> "true or false is wanted here, but this gives " + type.show();
            case NUMBER -> "a number is wanted here, but this gives " + type.show();
            case OBJECT -> "an object is wanted here, but this gives " + type.show();
        };
    }

    private static String hint(Type type) {
        return type instanceof Type.Scalar ? "look at what it names" : "use toJSON, or name one of its fields";
    }
}
