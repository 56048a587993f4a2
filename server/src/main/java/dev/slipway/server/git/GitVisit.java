package dev.slipway.server.git;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Who does what to which repository: found out by {@link GitAccess}, believed by what comes after it.
 *
 * @param project name, checked
 * @param user account name
 * @param pushes true for the requests of a push, false for those of a fetch
 */
record GitVisit(String project, String user, boolean pushes) {

    private static final String ATTRIBUTE = GitVisit.class.getName();

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** @throws IllegalStateException when the request did not pass the filter */
    static GitVisit of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof GitVisit visit) {
            return visit;
        }
        throw new IllegalStateException("a git request reached the repository without an access check");
    }
}
