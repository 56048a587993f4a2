package dev.slipway.actions.expression;

import dev.slipway.kernel.Position;
import java.util.List;

/**
 * An {@code if}. It may be written with or without {@code ${{ }}}; unless it calls a status function itself, it is true
 * only where {@code success()} is.
 */
public final class Condition {

    private final Template template;
    private final boolean impliesSuccess;

    private Condition(Template template, boolean impliesSuccess) {
        this.template = template;
        this.impliesSuccess = impliesSuccess;
    }

    /** What holds where nothing is written. */
    public static Condition success(Position position) {
        return new Condition(Template.constant(Value.of(true), position), true);
    }

    /**
     * @param scope what it may name; the status functions are added
     * @throws dev.slipway.kernel.Problem with a code of {@link ExpressionError}
     */
    public static Condition parse(String text, Position position, Scope scope) {
        if (text.isBlank()) {
            return success(position);
        }
        String source = text.contains("${{") ? text : "${{ " + text + " }}";
        Template template = Template.parse(source.strip(), position, scope.withStatusFunctions());
        boolean asksStatus = template.expressions().stream().anyMatch(Expression::callsStatusFunction);
        return new Condition(template, !asksStatus);
    }

    /**
     * @throws dev.slipway.kernel.Problem with the code of {@link ExpressionError#EVALUATION}
     */
    public boolean holds(Contexts contexts) {
        return (!impliesSuccess || contexts.status().success())
                && template.evaluate(contexts).truthy();
    }

    /** True when text around the expression makes it true whatever the expression says. */
    public boolean alwaysTrue() {
        List<Expression> expressions = template.expressions();
        String source = template.source();
        boolean whole = expressions.size() == 1 && source.startsWith("${{") && source.endsWith("}}");
        return !expressions.isEmpty() && !whole;
    }

    public Template template() {
        return template;
    }

    @Override
    public String toString() {
        return template.source();
    }
}
