package dev.slipway.promql.template;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.Promql;

/** The values of text and numbers in actions; both are written as in PromQL. */
final class Literals {

    private Literals() {}

    static String string(Token token) {
        try {
            if (Promql.parse(token.text()) instanceof Expr.StringLiteral literal) {
                return literal.value();
            }
        } catch (Problem e) {
            throw new TemplateException(token.offset(), e.message());
        }
        throw new TemplateException(token.offset(), "bad text: " + token.text());
    }

    /** Single quotes hold one character, which is its number. */
    static Object stringOrRune(Token token) {
        String value = string(token);
        return token.text().startsWith("'") && !value.isEmpty() ? (Object) (long) value.codePointAt(0) : value;
    }

    static Object number(Token token) {
        String text = token.text().replace("_", "");
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            return FloatText.parse(text)
                    .orElseThrow(() -> new TemplateException(token.offset(), "bad number syntax: \"" + text + "\""));
        }
    }
}
