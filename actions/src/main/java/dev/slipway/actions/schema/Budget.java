package dev.slipway.actions.schema;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import java.util.Optional;

/**
 * What reading may cost, counted as the runner's TemplateMemory (actions/runner, MIT) does: 24 bytes for a value, 26 and
 * two for each UTF-16 unit of its text. Called workflows are read on the budget of their caller.
 */
public final class Budget {

    private static final long MOST_BYTES = 10 * 1024 * 1024;
    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 1_000_000;
    private static final int VALUE_BYTES = 24;
    private static final int TEXT_BYTES = 26;

    private final long mostBytes;
    private final int deepest;
    private long bytes;
    private int depth;
    private int nodes;

    private Budget(long mostBytes, int deepest) {
        this.mostBytes = mostBytes;
        this.deepest = deepest;
    }

    /** GitHub's. */
    public static Budget standard() {
        return new Budget(MOST_BYTES, DEEPEST);
    }

    /**
     * @param mostBytes of all values together
     * @param deepest how many sequences and mappings may lie in one another
     */
    public static Budget of(long mostBytes, int deepest) {
        return new Budget(mostBytes, deepest);
    }

    void node() {
        if (++nodes > MOST_NODES) {
            throw new Exceeded("Maximum events exceeded");
        }
    }

    void enter() {
        if (++depth > deepest) {
            depth = 0;
            throw new Exceeded("Maximum object depth exceeded");
        }
        bytes(VALUE_BYTES);
    }

    void leave() {
        depth--;
    }

    void add(Template template) {
        Optional<Value> constant = template.constant();
        boolean bare = constant.isPresent() && !(constant.get() instanceof Value.Text);
        String text = constant.map(Value::text).orElseGet(template::asExpression);
        bytes(bare ? VALUE_BYTES : VALUE_BYTES + TEXT_BYTES + 2L * text.length());
    }

    private void bytes(long more) {
        bytes += more;
        if (bytes > mostBytes) {
            throw new Exceeded("Maximum object size exceeded");
        }
    }

    /** Leaves the reading as soon as there is nothing left. */
    static final class Exceeded extends RuntimeException {
        private final String what;

        Exceeded(String what) {
            super(what, null, false, false);
            this.what = what;
        }

        String what() {
            return what;
        }
    }
}
