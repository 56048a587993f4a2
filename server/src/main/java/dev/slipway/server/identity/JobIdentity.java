package dev.slipway.server.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who a job is, in the words of GitHub's identity tokens.
 *
 * @param repository with its owner, such as {@code slipway/shop}
 * @param event that started the run
 * @param environment that the job names
 * @param facts other claims by name, such as {@code sha} and {@code workflow_ref}
 */
public record JobIdentity(
        String repository, String ref, String event, Optional<String> environment, Map<String, String> facts) {

    public JobIdentity {
        facts = Map.copyOf(facts);
    }

    String owner() {
        return repository.substring(0, repository.indexOf('/'));
    }

    /** What trust is usually bound to: the environment, else a pull request, else the ref. */
    String subject() {
        String what = environment
                .map(name -> "environment:" + name.replace("%", "%25").replace(":", "%3A"))
                .orElseGet(() -> event.equals("pull_request") ? "pull_request" : "ref:" + ref);
        return "repo:" + repository + ":" + what;
    }

    /** All claims but those that every token has. */
    Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>(facts);
        claims.put("repository", repository);
        claims.put("repository_owner", owner());
        claims.put("ref", ref);
        claims.put("ref_type", ref.startsWith("refs/tags/") ? "tag" : "branch");
        claims.put("event_name", event);
        claims.put("runner_environment", "self-hosted");
        environment.ifPresent(name -> claims.put("environment", name));
        return claims;
    }
}
