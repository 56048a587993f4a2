package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's remote repository lies, in a form that cannot smuggle options into a program or name a transport
 * that runs commands (the lesson of GoCD's CVE-2021-43286).
 */
public final class RemoteAddress {

    private static final Set<String> PROTOCOLS = Set.of("https", "http", "ssh", "git");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern PATH = Pattern.compile("/?[A-Za-z0-9_.~][A-Za-z0-9_./~%+@-]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private final URIish uri;

    private RemoteAddress(URIish uri) {
        this.uri = uri;
    }

    /**
     * @param text a URL, or {@code user@host:path} for ssh
     * @param policy what is allowed here
     * @throws Problem code {@code bad-remote}
     */
    public static RemoteAddress parse(String text, RemotePolicy policy) {
        URIish uri;
        try {
            uri = new URIish(text);
        } catch (URISyntaxException e) {
            throw bad("'" + text + "' is not the address of a git repository", e.getMessage());
        }
        String scheme = scheme(uri);
        if (scheme.equals("file")) {
            if (!policy.files()) {
                throw bad(
                        "repositories on this machine's disk are not allowed", "allow them with --allow-file-remotes");
            }
            if (!text.startsWith("/") && !text.startsWith("file:///")) {
                throw bad("'" + text + "' is not a path from the root", "write /path or file:///path");
            }
            return new RemoteAddress(uri);
        }
        if (!PROTOCOLS.contains(scheme)) {
            throw bad("the protocol '" + scheme + "' is not allowed", "use https, http, ssh or git");
        }
        if (uri.getHost() == null || !HOST.matcher(uri.getHost()).matches()) {
            throw bad("the address has no proper host name", null);
        }
        if (uri.getUser() != null && !USER.matcher(uri.getUser()).matches()) {
            throw bad("the user name in the address is not allowed", null);
        }
        if (uri.getPath() == null || !PATH.matcher(uri.getPath()).matches()) {
            throw bad("the path in the address is not allowed", null);
        }
        return new RemoteAddress(uri);
    }

    private static String scheme(URIish uri) {
        if (uri.getScheme() != null) {
            return uri.getScheme().toLowerCase(Locale.ROOT);
        }
        return uri.getHost() == null ? "file" : "ssh";
    }

    private static Problem bad(String message, @Nullable String hint) {
        return Problem.of(Problem.Kind.INVALID, "bad-remote", message, hint);
    }

    URIish uri() {
        return uri;
    }

    /** True when there is a host to look up. */
    boolean remote() {
        return uri.getHost() != null;
    }

    String host() {
        String host = uri.getHost();
        return host == null ? "" : host;
    }

    /** Without a password. */
    @Override
    public String toString() {
        return uri.toString();
    }
}
