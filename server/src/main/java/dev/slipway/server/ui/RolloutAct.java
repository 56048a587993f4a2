package dev.slipway.server.ui;

import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a button can tell a rollout, and what its reader is told before it is pressed. */
public enum RolloutAct {
    APPROVE("Approve", Role.REVIEWER, Scope.REVIEW, false, "Your approval holds for exactly this release."),
    REJECT("Reject", Role.REVIEWER, Scope.REVIEW, true, "The rollout is called off; nothing has been started."),
    PROMOTE("Promote", Role.MAINTAINER, Scope.WRITE, false, "The wait ends now and the next stage begins."),
    RESUME("Resume", Role.MAINTAINER, Scope.WRITE, false, "It goes on where it was."),
    PAUSE(
            "Pause",
            Role.MAINTAINER,
            Scope.WRITE,
            false,
            "It waits at the next possible moment; traffic stays as it is."),
    ABORT("Abort", Role.MAINTAINER, Scope.WRITE, true, "Traffic goes back to the release that served before."),
    BREAK_GLASS(
            "Break glass",
            Role.ADMIN,
            Scope.WRITE,
            true,
            "Every gate opens at once. The audit log names you and your reason.");

    private final String label;
    private final Role role;
    private final Scope scope;
    private final boolean drastic;
    private final String consequence;

    RolloutAct(String label, Role role, Scope scope, boolean drastic, String consequence) {
        this.label = label;
        this.role = role;
        this.scope = scope;
        this.drastic = drastic;
        this.consequence = consequence;
    }

    /** The word in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String label() {
        return label;
    }

    public Role role() {
        return role;
    }

    public Scope scope() {
        return scope;
    }

    /** True when it undoes something or goes around a rule. */
    public boolean drastic() {
        return drastic;
    }

    /** What happens when it is pressed, in one sentence. */
    public String consequence() {
        return consequence;
    }

    /** True when it must not be done without a reason. */
    public boolean needsReason() {
        return this == BREAK_GLASS;
    }

    /** Those that the rollout can take now, in the order of their buttons. */
    static List<RolloutAct> among(List<String> possible) {
        return Arrays.stream(values())
                .filter(act -> possible.contains(act.word()) || (act == BREAK_GLASS && possible.contains("approve")))
                .toList();
    }
}
