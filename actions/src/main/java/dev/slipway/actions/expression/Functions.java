package dev.slipway.actions.expression;

import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The functions that look at their arguments alone. */
final class Functions {

    private Functions() {}

    static boolean contains(Value search, Value item) {
        if (search instanceof Value.Array array) {
            return array.items().stream().anyMatch(candidate -> Comparison.equal(candidate, item));
        }
        return search.primitive()
                && item.primitive()
                && CaseFolding.fold(search.text()).contains(CaseFolding.fold(item.text()));
    }

    static boolean startsWith(Value text, Value start) {
        return text.primitive()
                && start.primitive()
                && CaseFolding.fold(text.text()).startsWith(CaseFolding.fold(start.text()));
    }

    static boolean endsWith(Value text, Value end) {
        return text.primitive()
                && end.primitive()
                && CaseFolding.fold(text.text()).endsWith(CaseFolding.fold(end.text()));
    }

    static String join(List<Value> arguments) {
        if (!(arguments.getFirst() instanceof Value.Array array)) {
            return arguments.getFirst().primitive() ? arguments.getFirst().text() : "";
        }
        boolean given = arguments.size() > 1 && arguments.get(1).primitive();
        String separator = given ? arguments.get(1).text() : ",";
        return array.items().stream().map(Value::text).collect(Collectors.joining(separator));
    }

    /** {@code {0}} places an argument, doubled braces stand for one. */
    static String format(String format, List<Value> arguments) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                i += 2;
            } else if (c == '{') {
                int end = format.indexOf('}', i);
                out.append(argument(format, i + 1, end, arguments));
                i = end + 1;
            } else if (c == '}') {
                throw invalid(format);
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static String argument(String format, int start, int end, List<Value> arguments) {
        String digits = end < 0 ? "" : format.substring(start, end);
        if (!digits.matches("0*[0-9]{1,3}")) {
            throw invalid(format);
        }
        int index = Integer.parseInt(digits);
        if (index >= arguments.size()) {
            throw ExpressionError.EVALUATION.problem(
                    "The following format string references more arguments than were supplied: " + format,
                    "{0} is the first argument behind the format");
        }
        return arguments.get(index).text();
    }

    private static Problem invalid(String format) {
        return ExpressionError.EVALUATION.problem(
                "The following format string is invalid: " + format, "a brace that is meant as text is written twice");
    }
}
