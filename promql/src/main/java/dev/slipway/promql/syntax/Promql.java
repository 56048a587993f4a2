package dev.slipway.promql.syntax;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Optional;

/** The way in: reads an expression and says what is wrong with it, and where. */
public final class Promql {

    private static final String CODE = "bad-promql";

    private Promql() {}

    /**
     * @param file named in the findings' positions
     * @param text one expression
     * @return the expression, absent when it is wrong; the findings say why
     */
    public static Parsed read(String file, String text) {
        try {
            Expr expr = Parser.parse(text);
            List<Finding> findings = TypeCheck.complaints(expr).stream()
                    .map(complaint -> finding(file, text, complaint))
                    .toList();
            return new Parsed(findings.isEmpty() ? Optional.of(expr) : Optional.empty(), findings);
        } catch (SyntaxException e) {
            return new Parsed(Optional.empty(), List.of(finding(file, text, e.complaint())));
        }
    }

    /**
     * @throws Problem of kind INVALID, code {@code bad-promql}, whose message starts with line and column as in
     *     Prometheus: {@code 1:5: parse error: ...}
     */
    public static Expr parse(String text) {
        Parsed parsed = read("", text);
        return parsed.expr().orElseThrow(() -> problem(parsed.findings().getFirst()));
    }

    private static Problem problem(Finding finding) {
        Position position = finding.position();
        String message = position.line() + ":" + position.column() + ": parse error: " + finding.message();
        return Problem.of(Problem.Kind.INVALID, CODE, message, finding.hint());
    }

    private static Finding finding(String file, String text, Complaint complaint) {
        return Finding.error(CODE, complaint.span().in(file, text), complaint.message(), complaint.hint());
    }

    /**
     * What was read.
     *
     * @param findings why there is no expression; empty when there is one
     */
    public record Parsed(Optional<Expr> expr, List<Finding> findings) {}
}
