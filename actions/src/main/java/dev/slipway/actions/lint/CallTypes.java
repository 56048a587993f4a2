package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Node;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the functions of the language take and give. */
final class CallTypes {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}|\\{([0-9]{1,3})}");
    private static final Type ANY_ITEMS = new Type.Items(Type.ANY, false);
    private static final Type TEXT_ITEMS = new Type.Items(Type.TEXT, false);

    private final Consumer<String> report;

    CallTypes(Consumer<String> report) {
        this.report = report;
    }

    Type of(Node.Call call, List<Type> arguments) {
        return switch (call.function()) {
            case CONTAINS -> {
                if (!(arguments.get(0) instanceof Type.Items)) {
                    texts(call, arguments, ANY_ITEMS);
                }
                yield Type.BOOL;
            }
            case STARTS_WITH, ENDS_WITH -> {
                texts(call, arguments, Type.TEXT);
                yield Type.BOOL;
            }
            case FORMAT -> {
                placeholders(call);
                yield Type.TEXT;
            }
            case JOIN -> {
                if (!TEXT_ITEMS.takes(arguments.getFirst())) {
                    unfit(call, arguments.getFirst(), TEXT_ITEMS.show());
                }
                yield Type.TEXT;
            }
            case FROM_JSON -> fromJson(call, arguments);
            case HASH_FILES -> {
                texts(call, arguments, Type.TEXT);
                yield Type.TEXT;
            }
            case TO_JSON -> Type.TEXT;
            case CASE -> branches(arguments);
            case SUCCESS, FAILURE, CANCELLED, ALWAYS -> Type.BOOL;
        };
    }

    private static Type branches(List<Type> arguments) {
        Type type = arguments.getLast();
        for (int i = 1; i < arguments.size(); i += 2) {
            type = type.or(arguments.get(i));
        }
        return type;
    }

    private void texts(Node.Call call, List<Type> arguments, Type alsoFirst) {
        for (int i = 0; i < arguments.size(); i++) {
            Type argument = arguments.get(i);
            if (!Type.TEXT.takes(argument) && !(i == 0 && alsoFirst.takes(argument))) {
                unfit(
                        call,
                        argument,
                        i == 0 && !alsoFirst.equals(Type.TEXT) ? "string or " + alsoFirst.show() : "string");
            }
        }
    }

    private void unfit(Node.Call call, Type argument, String wanted) {
        report.accept("'%s' takes %s, not %s".formatted(call.function().word(), wanted, argument.show()));
    }

    private static Optional<String> literal(Node node) {
        return node instanceof Node.Literal(Value.Text(String text)) ? Optional.of(text) : Optional.empty();
    }

    private void placeholders(Node.Call call) {
        literal(call.children().getFirst()).ifPresent(format -> {
            TreeSet<Integer> named = new TreeSet<>();
            Matcher matcher = PLACEHOLDER.matcher(format);
            while (matcher.find()) {
                Optional.ofNullable(matcher.group(1)).map(Integer::valueOf).ifPresent(named::add);
            }
            int given = call.children().size() - 1;
            for (int i = 0; i < given; i++) {
                if (!named.contains(i)) {
                    report.accept("the format '" + format + "' does not use its argument {" + i + "}");
                }
            }
            named.tailSet(given)
                    .forEach(number -> report.accept(
                            "the format '" + format + "' wants {" + number + "}, but has " + given + " arguments"));
        });
    }

    private Type fromJson(Node.Call call, List<Type> arguments) {
        if (!Type.TEXT.takes(arguments.getFirst())) {
            unfit(call, arguments.getFirst(), "string");
        }
        Optional<String> text = literal(call.children().getFirst());
        if (text.isEmpty()) {
            return Type.ANY;
        }
        try {
            return of(Value.ofJson(text.get()));
        } catch (Problem broken) {
            report.accept(broken.message());
            return Type.ANY;
        }
    }

    /** The type of a value that is known already. */
    static Type of(Value value) {
        return switch (value) {
            case Value.Null _ -> Type.NULL;
            case Value.Bool _ -> Type.BOOL;
            case Value.Num _ -> Type.NUMBER;
            case Value.Text _ -> Type.TEXT;
            case Value.Array array ->
                new Type.Items(
                        array.items().stream()
                                .map(CallTypes::of)
                                .reduce(Type::or)
                                .orElse(Type.ANY),
                        false);
            case Value.Mapping mapping -> {
                Map<String, Type> fields = new LinkedHashMap<>();
                mapping.entries().forEach((name, entry) -> fields.put(name, of(entry)));
                yield Type.strict(fields);
            }
        };
    }
}
