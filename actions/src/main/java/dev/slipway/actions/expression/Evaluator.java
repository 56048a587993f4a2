package dev.slipway.actions.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks a tree to its value. One evaluator serves one evaluation: it counts the text that it makes. */
final class Evaluator {

    /** The runner's budget for the values made by one expression. */
    private static final long MOST_BYTES = 1024 * 1024;

    private static final int BYTES_PER_UNIT = 2;

    private final Contexts contexts;
    private long bytes;

    Evaluator(Contexts contexts) {
        this.contexts = contexts;
    }

    Value evaluate(Node node) {
        return switch (node) {
            case Node.Literal literal -> literal.value();
            case Node.ContextName name -> contexts.context(name.name()).orElse(Value.Null.NULL);
            case Node.Index index -> index(evaluate(index.target()), evaluate(index.key()));
            case Node.Wildcard wildcard -> wildcard(evaluate(wildcard.target()));
            case Node.Not not -> Value.of(!evaluate(not.operand()).truthy());
            case Node.And and -> firstThatIs(false, and.children());
            case Node.Or or -> firstThatIs(true, or.children());
            case Node.Compare compare ->
                Value.of(compare.comparison().holds(evaluate(compare.left()), evaluate(compare.right())));
            case Node.Call call -> call(call);
        };
    }

    private Value firstThatIs(boolean truthy, List<Node> operands) {
        Value value = Value.Null.NULL;
        for (Node operand : operands) {
            value = evaluate(operand);
            if (value.truthy() == truthy) {
                return value;
            }
        }
        return value;
    }

    private Value call(Node.Call call) {
        if (call.function() == Function.CASE) {
            return firstCase(call.children());
        }
        List<Value> arguments = call.children().stream().map(this::evaluate).toList();
        return switch (call.function()) {
            case CONTAINS -> Value.of(Functions.contains(arguments.get(0), arguments.get(1)));
            case STARTS_WITH -> Value.of(Functions.startsWith(arguments.get(0), arguments.get(1)));
            case ENDS_WITH -> Value.of(Functions.endsWith(arguments.get(0), arguments.get(1)));
            case FORMAT -> made(Functions.format(arguments.getFirst().text(), arguments.subList(1, arguments.size())));
            case JOIN -> made(Functions.join(arguments));
            case TO_JSON -> made(arguments.getFirst().toJson());
            case FROM_JSON -> JsonText.read(arguments.getFirst().text());
            case HASH_FILES ->
                made(contexts.hashFiles(arguments.stream().map(Value::text).toList()));
            case SUCCESS -> Value.of(success(arguments));
            case FAILURE -> Value.of(failure(arguments));
            case CANCELLED -> Value.of(contexts.status().cancelled());
            case ALWAYS -> Value.of(true);
            case CASE -> throw new IllegalStateException("handled before its arguments are evaluated");
        };
    }

    private boolean success(List<Value> jobs) {
        return jobs.isEmpty()
                ? contexts.status().success()
                : !contexts.status().cancelled() && jobs.stream().allMatch(job -> ended(job, "success"));
    }

    private boolean failure(List<Value> jobs) {
        return jobs.isEmpty()
                ? contexts.status().failure()
                : !contexts.status().cancelled() && jobs.stream().anyMatch(job -> ended(job, "failure"));
    }

    private boolean ended(Value job, String result) {
        Value needs = contexts.context("needs").orElse(Value.Null.NULL);
        return index(index(needs, job), Value.of("result")).text().equals(result);
    }

    private Value firstCase(List<Node> arguments) {
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (!(evaluate(arguments.get(i)) instanceof Value.Bool predicate)) {
                throw ExpressionError.EVALUATION.problem(
                        "case predicate must evaluate to a boolean value", "compare it with something, or use !!");
            }
            if (predicate.truthy()) {
                return evaluate(arguments.get(i + 1));
            }
        }
        return evaluate(arguments.getLast());
    }

    private Value made(String text) {
        bytes += (long) BYTES_PER_UNIT * text.length();
        if (bytes > MOST_BYTES) {
            throw ExpressionError.EVALUATION.problem(
                    "The maximum allowed memory size was exceeded", "one expression may make 1 MiB of text");
        }
        return Value.of(text);
    }

    private static Value index(Value target, Value key) {
        if (target instanceof Value.Array array && array.filtered()) {
            List<Value> found = new ArrayList<>();
            array.items().forEach(item -> at(item, key).ifPresent(found::add));
            return new Value.Array(found, true);
        }
        return at(target, key).orElse(Value.Null.NULL);
    }

    private static Optional<Value> at(Value target, Value key) {
        return switch (target) {
            case Value.Mapping mapping -> key.primitive() ? mapping.get(key.text()) : Optional.empty();
            case Value.Array array -> item(array, key.number());
            case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> Optional.empty();
        };
    }

    private static Optional<Value> item(Value.Array array, double position) {
        double floor = Math.floor(position);
        return floor >= 0 && floor < array.items().size()
                ? Optional.of(array.items().get((int) floor))
                : Optional.empty();
    }

    private static Value wildcard(Value target) {
        if (target instanceof Value.Array array && array.filtered()) {
            List<Value> found = new ArrayList<>();
            array.items().forEach(item -> found.addAll(values(item)));
            return new Value.Array(found, true);
        }
        return new Value.Array(values(target), true);
    }

    private static List<Value> values(Value target) {
        return switch (target) {
            case Value.Mapping mapping ->
                mapping.entries().entrySet().stream().map(Map.Entry::getValue).toList();
            case Value.Array array -> array.items();
            case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> List.of();
        };
    }
}
