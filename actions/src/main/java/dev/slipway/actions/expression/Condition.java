package dev.slipway.actions.expression;

import dev.slipway.kernel.Position;

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

    /** What holds for the steps before and after an action, where nothing is written. */
    public static Condition always(Position position) {
        return new Condition(Template.constant(Value.of(true), position), false);
    }

    /**
     * @param scope what it may name; the status functions are added
     * @throws dev.slipway.kernel.Problem with a code of {@link ExpressionError}
     */
    public static Condition parse(String text, Position position, Scope scope) {
        if (text.isBlank()) {
            return success(position);
        }
        Template template = template(text, position, scope);
        boolean asksStatus = template.expressions().stream().anyMatch(Expression::callsStatusFunction);
        return new Condition(template, !asksStatus);
    }

    /** The same without an implied {@code success()}, as {@code pre-if} and {@code post-if} of an action are read. */
    public static Condition parseBare(String text, Position position, Scope scope) {
        return text.isBlank() ? always(position) : new Condition(template(text, position, scope), false);
    }

    private static Template template(String text, Position position, Scope scope) {
        Scope asked = scope.withStatusFunctions();
        return text.contains("${{") ? Template.parse(text, position, asked) : Template.bare(text, position, asked);
    }

    /** One expression that says the same, with the implied {@code success()} written out. */
    public String asExpression() {
        if (template.isConstant()) {
            return impliesSuccess ? "success()" : "always()";
        }
        return impliesSuccess ? "success() && (" + template.asExpression() + ")" : template.asExpression();
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
        return !template.expressions().isEmpty() && template.lone().isEmpty();
    }

    public Template template() {
        return template;
    }

    @Override
    public String toString() {
        return template.source();
    }
}
