package dev.slipway.server.forge;

import dev.slipway.kernel.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * A repository as its forge's API knows it.
 *
 * @param apiUrl without a slash at the end
 * @param path such as {@code acme/shop}; GitLab's may be deeper
 */
record ForgeRepository(Forge forge, String apiUrl, String path) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9_.~-]*");

    /** Whether an API may be spoken to without TLS, so that everybody on the way could read the token. */
    enum Transport {
        ENCRYPTED,
        ANY
    }

    /**
     * @param url of the repository, as one clones it
     * @param forge told, where the host does not say it
     * @param apiUrl told, where it is not where the host's forges have it
     * @throws Problem INVALID, codes {@code forge-unknown}, {@code bad-repository}, {@code bad-api-url}
     */
    static ForgeRepository of(String url, Optional<String> forge, Optional<String> apiUrl, Transport transport) {
        URIish place = parsed(url);
        String host = Optional.ofNullable(place.getHost())
                .orElseThrow(() -> bad("'" + url + "' is not on a forge", "name the repository's address there"));
        Forge kind = forge.map(Forge::named)
                .or(() -> Forge.ofHost(host))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "forge-unknown",
                        "it cannot be told what kind of forge " + host + " is",
                        "say it: github, gitlab, gitea or forgejo"));
        String api = apiUrl.orElseGet(() -> kind.apiUrl(site(place, host)));
        return new ForgeRepository(kind, checked(api, transport), path(kind, place));
    }

    private static URIish parsed(String url) {
        try {
            return new URIish(url);
        } catch (URISyntaxException e) {
            throw bad("'" + url + "' is not the address of a repository", "write it as for git clone");
        }
    }

    /** Where people reach the forge; one that is cloned from by ssh has its pages under https. */
    private static String site(URIish place, String host) {
        String scheme = Optional.ofNullable(place.getScheme()).orElse("ssh").toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        String port = web && place.getPort() > 0 ? ":" + place.getPort() : "";
        return (web ? scheme : "https") + "://" + host.toLowerCase(Locale.ROOT) + port;
    }

    private static String path(Forge forge, URIish place) {
        String plain = Optional.ofNullable(place.getRawPath()).orElse("").replaceFirst("(\\.git)?/*$", "");
        List<String> parts =
                Arrays.stream(plain.split("/")).filter(part -> !part.isEmpty()).toList();
        if (parts.size() < 2
                || !parts.stream().allMatch(part -> PART.matcher(part).matches())) {
            throw bad("'" + place + "' does not name an owner and a repository", "such as https://HOST/OWNER/NAME.git");
        }
        return String.join("/", forge == Forge.GITLAB ? parts : parts.subList(parts.size() - 2, parts.size()));
    }

    private static String checked(String url, Transport transport) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw badApi("'" + url + "' is not an address");
        }
        boolean plain = uri.getScheme() != null
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!plain || !List.of("http", "https").contains(uri.getScheme())) {
            throw badApi("'" + url + "' is not the address of an API");
        }
        if (transport == Transport.ENCRYPTED && uri.getScheme().equals("http")) {
            throw badApi("everybody on the way to " + uri.getHost() + " could read the token");
        }
        return url.replaceFirst("/+$", "");
    }

    private static Problem bad(String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, "bad-repository", message, hint);
    }

    private static Problem badApi(String message) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-api-url",
                message,
                "name it as https://HOST/PATH; http is for servers with --allow-private-remotes");
    }
}
