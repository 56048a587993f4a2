package dev.slipway.actions.schema;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a file while it is read. */
public final class Faults {

    private final List<Fault> list = new ArrayList<>();
    private final Source source;

    public Faults(Source source) {
        this.source = source;
    }

    /** Everything so far, in the order of its discovery. */
    public List<Fault> list() {
        return List.copyOf(list);
    }

    /** The text that is being read. */
    public Source source() {
        return source;
    }

    /** True when a finding of this stage, or an earlier one, makes the file unusable. */
    public boolean anyUpTo(Fault.Stage stage) {
        return list.stream()
                .filter(fault -> fault.finding().severity() == Severity.ERROR)
                .anyMatch(fault -> fault.stage().compareTo(stage) <= 0);
    }

    public void add(Fault fault) {
        list.add(fault);
    }

    /** An error of what the file says. */
    public void wrong(Fault.Stage stage, String code, Position position, String message, @Nullable String hint) {
        wrong(stage, code, position, position, message, hint);
    }

    /** The same, where the very place lies inside of a value. */
    public void wrong(
            Fault.Stage stage, String code, Position anchor, Position place, String message, @Nullable String hint) {
        list.add(new Fault(stage, anchor, Finding.error(code, place, message, hint)));
    }

    /** GitHub takes it, but hardly as it was meant. */
    public void doubtful(String code, Position position, String message, @Nullable String hint) {
        list.add(new Fault(Fault.Stage.RULE, position, Finding.warning(code, position, message, hint)));
    }

    /** Correct for GitHub, and of no effect here. */
    public void idle(String what, Position position, String message, String hint) {
        Finding finding = Finding.warning("unsupported-" + what, position, message, hint);
        list.add(new Fault(Fault.Stage.SUPPORT, position, finding));
    }

    /** Correct for GitHub, but not for this release. */
    public void unsupported(String what, Position position, String message, String hint) {
        wrong(Fault.Stage.SUPPORT, "unsupported-" + what, position, message, hint);
    }
}
