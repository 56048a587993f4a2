package dev.slipway.actions.expression;

import java.util.Set;
import java.util.TreeSet;

/** An expression that is known to be well-formed, ready to be evaluated any number of times. */
public final class Expression {

    private final String source;
    private final Node root;

    private Expression(String source, Node root) {
        this.source = source;
        this.root = root;
    }

    /**
     * Parses without a known place: every context and function may be named.
     *
     * @param text without {@code ${{ }}}
     * @throws dev.slipway.kernel.Problem with the code of {@link ExpressionError#LEXING} or {@link ExpressionError#PARSING}
     */
    public static Expression parse(String text) {
        return parse(text, Scope.EVERYTHING);
    }

    /** The same at a place where only some contexts and functions exist. */
    public static Expression parse(String text, Scope scope) {
        return new Expression(text.strip(), Parser.parse(text, scope));
    }

    /**
     * @throws dev.slipway.kernel.Problem with the code of {@link ExpressionError#EVALUATION}
     */
    public Value evaluate(Contexts contexts) {
        return new Evaluator(contexts).evaluate(root);
    }

    /** The syntax tree, for checks. */
    public Node root() {
        return root;
    }

    /** The contexts that the expression names. */
    public Set<String> contexts() {
        Set<String> names = new TreeSet<>();
        root.visit(node -> {
            if (node instanceof Node.ContextName name) {
                names.add(name.name());
            }
        });
        return names;
    }

    /** True when it calls {@code success()}, {@code failure()}, {@code cancelled()} or {@code always()} anywhere. */
    public boolean callsStatusFunction() {
        boolean[] found = new boolean[1];
        root.visit(node ->
                found[0] |= node instanceof Node.Call call && call.function().isStatus());
        return found[0];
    }

    @Override
    public String toString() {
        return source;
    }
}
