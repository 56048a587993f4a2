package dev.slipway.server.ui;

import dev.slipway.server.account.Principal;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all pages have in common.
 *
 * @param title of the page
 * @param crumbs the way to it, without the page itself
 * @param visitor who looks
 * @param formToken what the page's forms must carry
 * @param now the time of the answer
 * @param assets addresses of static files
 */
public record Frame(
        String title,
        List<Crumb> crumbs,
        Optional<Principal> visitor,
        String formToken,
        Instant now,
        StaticFiles assets) {

    /** True when the visitor may review rollouts of the project. */
    public boolean mayReview(String project) {
        return visitor.filter(who -> who.may(Role.REVIEWER, Scope.REVIEW, project))
                .isPresent();
    }

    /** True when the visitor may steer rollouts and runs of the project. */
    public boolean maySteer(String project) {
        return visitor.filter(who -> who.may(Role.MAINTAINER, Scope.WRITE, project))
                .isPresent();
    }

    /** True when the visitor may read what instances of the project write. */
    public boolean mayReadOutput(String project) {
        return visitor.filter(who -> who.may(Role.MAINTAINER, Scope.READ, project))
                .isPresent();
    }

    /** True when the visitor may say who else reads the project. */
    public boolean mayShare(String project) {
        return visitor.filter(who -> who.may(Role.ADMIN, Scope.ADMIN, project)).isPresent();
    }

    /** Why the visitor cannot review rollouts of the project; absent when they can. */
    public Optional<String> reviewObstacle(String project) {
        return mayReview(project) ? Optional.empty() : Optional.of("needs the role reviewer");
    }

    /** Why the visitor cannot steer rollouts and runs of the project; absent when they can. */
    public Optional<String> steerObstacle(String project) {
        return maySteer(project) ? Optional.empty() : Optional.of("needs the role maintainer");
    }

    /** True when the visitor may tell this to a rollout of the project. */
    boolean may(RolloutAct act, String project) {
        return visitor.filter(who -> who.may(act.role(), act.scope(), project)).isPresent();
    }

    /** True when the visitor may read the audit log. */
    public boolean mayAudit() {
        return visitor.filter(who -> who.role().atLeast(Role.ADMIN)
                        && who.has(Scope.ADMIN)
                        && who.project().isEmpty())
                .isPresent();
    }

    /** Address of a static file. */
    public String asset(String name) {
        return assets.address(name);
    }
}
