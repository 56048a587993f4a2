package dev.slipway.store.account;

/** What an account may do; each role may do all that those below it may. */
public enum Role {
    /** Reads everything but secrets. */
    VIEWER,
    /** Approves and rejects. */
    REVIEWER,
    /** Pushes, deploys, sets secrets and variables. */
    MAINTAINER,
    /** Makes accounts and projects, uses break-glass, reads the audit log. */
    ADMIN;

    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }
}
