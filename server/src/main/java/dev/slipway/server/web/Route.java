package dev.slipway.server.web;

/**
 * One thing that can be asked of the server. A route without an answer to "who may?" cannot be written down, and what
 * is not written down is not served (the lesson of GoCD's CVE-2021-43287).
 *
 * @param method of the request
 * @param path pattern, with parameters in braces: {@code /api/v1/projects/{project}}
 * @param access who may
 * @param handler what is done for those who may
 * @param summary one line for the reference
 */
public record Route(Method method, String path, Access access, RouteHandler handler, String summary) {

    public Route {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash: " + path);
        }
        if (access instanceof Access.Member member
                && member.reach() instanceof Access.Reach.InProject inProject
                && !path.contains("{" + inProject.pathParameter() + "}")) {
            throw new IllegalArgumentException("the path " + path + " has no {" + inProject.pathParameter() + "}");
        }
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
