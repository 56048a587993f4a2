package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Scope;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.util.Optional;

/** Reads {@code if}, which may be written with or without {@code ${{ }}}. */
public final class ConditionReader {

    private final Faults faults;
    private final Scope scope;

    public ConditionReader(Faults faults, Scope scope) {
        this.faults = faults;
        this.scope = scope;
    }

    /** An implied {@code success()} unless it asks for a status itself. */
    public Condition read(Optional<Template> written, Position otherwise) {
        return written.map(template -> parse(template, false)).orElseGet(() -> Condition.success(otherwise));
    }

    /** Nothing implied; {@code always()} where nothing is written. */
    public Condition readBare(Optional<Template> written, Position otherwise) {
        return written.map(template -> parse(template, true)).orElseGet(() -> Condition.always(otherwise));
    }

    private Condition parse(Template template, boolean bare) {
        String text = template.source();
        boolean refused = template.isConstant() && text.contains("${{");
        if (refused) {
            return Condition.success(template.position());
        }
        try {
            return bare
                    ? Condition.parseBare(text, template.position(), scope)
                    : Condition.parse(text, template.position(), scope);
        } catch (Problem problem) {
            faults.wrong(Fault.Stage.MEANING, problem.code(), template.position(), problem.message(), problem.hint());
            return Condition.success(template.position());
        }
    }
}
