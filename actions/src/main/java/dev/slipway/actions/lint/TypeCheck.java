package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Comparison;
import dev.slipway.actions.expression.Node;
import dev.slipway.actions.expression.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the type of an expression, and tells what cannot be meant. After actionlint's expr_sema.go (MIT). */
final class TypeCheck {

    private final Map<String, Type> contexts;
    private final Consumer<String> report;
    private final CallTypes calls;

    /**
     * @param contexts types by lower-case name
     * @param report takes what is wrong
     */
    TypeCheck(Map<String, Type> contexts, Consumer<String> report) {
        this.contexts = contexts;
        this.report = report;
        this.calls = new CallTypes(report);
    }

    Type of(Node node) {
        return switch (node) {
            case Node.Literal literal -> literal(literal.value());
            case Node.ContextName name -> contexts.getOrDefault(name.name(), Type.ANY);
            case Node.Index index -> index(index);
            case Node.Wildcard wildcard -> wildcard(of(wildcard.target()));
            case Node.Not not -> {
                of(not.operand());
                yield Type.BOOL;
            }
            case Node.And and -> logical(and.children(), false);
            case Node.Or or -> logical(or.children(), true);
            case Node.Compare compare -> compare(compare);
            case Node.Call call ->
                calls.of(call, call.children().stream().map(this::of).toList());
        };
    }

    private static Type literal(Value value) {
        return switch (value) {
            case Value.Null _ -> Type.NULL;
            case Value.Bool _ -> Type.BOOL;
            case Value.Num _ -> Type.NUMBER;
            case Value.Text _ -> Type.TEXT;
            case Value.Array _, Value.Mapping _ -> Type.ANY;
        };
    }

    /** An operand that decides is returned itself only where it is falsy ({@code &&}) or truthy ({@code ||}). */
    private Type logical(List<Node> operands, boolean truthy) {
        Type type = narrowed(operands.getFirst(), truthy);
        for (Node operand : operands.subList(1, operands.size())) {
            type = type.or(of(operand));
        }
        return type;
    }

    private Type narrowed(Node node, boolean truthy) {
        return switch (node) {
            case Node.And and when truthy -> last(and.children());
            case Node.Or or when !truthy -> last(or.children());
            case Node.Not not -> narrowed(not.operand(), !truthy);
            case Node.And _,
                    Node.Or _,
                    Node.Literal _,
                    Node.ContextName _,
                    Node.Index _,
                    Node.Wildcard _,
                    Node.Compare _,
                    Node.Call _ -> of(node);
        };
    }

    private Type last(List<Node> operands) {
        return operands.stream().map(this::of).reduce(Type.ANY, (_, type) -> type);
    }

    private Type index(Node.Index index) {
        if (index.key() instanceof Node.Literal(Value.Text(String name))) {
            return property(of(index.target()), name);
        }
        Type key = of(index.key());
        Type target = of(index.target());
        return switch (target) {
            case Type.Items items -> {
                if (!Type.NUMBER.takes(key)) {
                    report.accept("the index of an array is a number, not " + key.show());
                    yield Type.ANY;
                }
                yield items.item();
            }
            case Type.Fields fields -> {
                if (!key.equals(Type.ANY) && !key.equals(Type.TEXT)) {
                    report.accept("the key of an object is a text, not " + key.show());
                    yield Type.ANY;
                }
                yield fields.others().orElse(Type.ANY);
            }
            case Type.Scalar scalar -> {
                if (!scalar.equals(Type.ANY)) {
                    report.accept("a value of type " + scalar.show() + " has no items");
                }
                yield Type.ANY;
            }
        };
    }

    private Type property(Type target, String name) {
        return switch (target) {
            case Type.Fields fields ->
                fields.field(name).map(type -> given(type, name)).orElseGet(() -> undefined(name, fields));
            case Type.Items items when items.filtered() -> new Type.Items(filtered(items.item(), name), true);
            case Type.Items items -> {
                report.accept("'" + name + "' is asked of " + items.show() + ", whose index is a number");
                yield Type.ANY;
            }
            case Type.Scalar scalar -> {
                if (!scalar.equals(Type.ANY)) {
                    report.accept("'" + name + "' is asked of a value of type " + scalar.show());
                }
                yield Type.ANY;
            }
        };
    }

    private Type filtered(Type item, String name) {
        return switch (item) {
            case Type.Fields fields -> fields.field(name).orElseGet(() -> undefined(name, fields));
            case Type.Scalar scalar when scalar.equals(Type.ANY) -> Type.ANY;
            case Type.Scalar _, Type.Items _ -> {
                report.accept("'" + name + "' is asked of items of type " + item.show());
                yield Type.ANY;
            }
        };
    }

    private Type given(Type type, String name) {
        if (type.equals(Type.ABSENT)) {
            report.accept("GitHub gives the property '" + name + "', Slipway does not: it is empty here");
            return Type.ANY;
        }
        return type;
    }

    private Type undefined(String name, Type.Fields fields) {
        report.accept("property '" + name + "' is not defined in object type " + fields.show());
        return Type.ANY;
    }

    /** What every value of the object is: {@code .*} takes them all, whatever their kinds. */
    private static Type valueOf(Type.Fields fields) {
        Set<Type> types = new HashSet<>(fields.fields().values());
        fields.others().ifPresent(types::add);
        return types.size() == 1 ? types.iterator().next() : Type.ANY;
    }

    private Type wildcard(Type target) {
        return switch (target) {
            case Type.Items items -> new Type.Items(items.item(), true);
            case Type.Fields fields -> new Type.Items(valueOf(fields), true);
            case Type.Scalar scalar -> {
                if (!scalar.equals(Type.ANY)) {
                    report.accept("'.*' needs an array or an object, not " + scalar.show());
                    yield Type.ANY;
                }
                yield new Type.Items(Type.ANY, true);
            }
        };
    }

    private Type compare(Node.Compare compare) {
        Type left = of(compare.left());
        Type right = of(compare.right());
        boolean equality = compare.comparison() == Comparison.EQUAL || compare.comparison() == Comparison.NOT_EQUAL;
        boolean sense = equality ? equatable(left, right) : orderable(left) && orderable(right);
        if (!sense) {
            report.accept("a value of type " + left.show() + " cannot be compared to one of type " + right.show());
        }
        return Type.BOOL;
    }

    private static boolean equatable(Type left, Type right) {
        boolean open =
                List.of(left, right).contains(Type.ANY) || List.of(left, right).contains(Type.NULL);
        return open
                || switch (left) {
                    case Type.Scalar _ -> right instanceof Type.Scalar;
                    case Type.Fields _ -> right instanceof Type.Fields;
                    case Type.Items items -> right instanceof Type.Items other && equatable(items.item(), other.item());
                };
    }

    private static boolean orderable(Type type) {
        return Optional.of(type)
                .filter(one -> one.equals(Type.ANY) || one.equals(Type.NUMBER) || one.equals(Type.TEXT))
                .isPresent();
    }
}
