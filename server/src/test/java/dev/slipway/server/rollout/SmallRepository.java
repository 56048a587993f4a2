package dev.slipway.server.rollout;

import dev.slipway.kernel.Digest;
import dev.slipway.server.release.ReleaseMaker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Branches, and what their commits say and have built. */
final class SmallRepository implements ReleaseMaker.Sources {

    private final Map<String, String> heads = new ConcurrentHashMap<>();
    private final Map<String, String> configs = new ConcurrentHashMap<>();
    private final Map<String, ReleaseMaker.Offer> offers = new ConcurrentHashMap<>();
    private volatile Map<String, Digest> artifacts = Map.of();

    /** Every commit has built this. */
    void builds(Map<String, Digest> all) {
        artifacts = all;
    }

    /** Puts a commit with this {@code slipway.yml} on top of a branch, given by its full name. */
    String commit(String ref, String content, String config) {
        String commit = Digest.of(ref + content).hex().substring(0, 40);
        heads.put(ref, commit);
        configs.put(commit, config);
        return commit;
    }

    void delete(String ref) {
        heads.remove(ref);
    }

    @Override
    public Optional<String> config(String project, String commit) {
        return Optional.ofNullable(configs.get(commit));
    }

    /** The merge commit of a pull request whose {@code slipway.yml} is that of a commit. */
    void offers(String commit, ReleaseMaker.Offer offer) {
        offers.put(commit, offer);
    }

    @Override
    public Optional<String> standing(String project) {
        return head(project, "refs/heads/main").flatMap(commit -> config(project, commit));
    }

    @Override
    public Optional<ReleaseMaker.Offer> offer(String project, String commit) {
        return Optional.ofNullable(offers.get(commit));
    }

    @Override
    public Map<String, Digest> artifacts(String project, String commit) {
        return artifacts;
    }

    @Override
    public Optional<String> head(String project, String ref) {
        return Optional.ofNullable(heads.get(ref));
    }

    @Override
    public ReleaseMaker.Authorship authorship(String project, String commit) {
        return new ReleaseMaker.Authorship("ada", "a change");
    }
}
