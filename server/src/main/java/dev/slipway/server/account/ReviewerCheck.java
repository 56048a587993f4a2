package dev.slipway.server.account;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.Gates.Reviewers;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the reviewers that a {@code slipway.yml} names exist here. A gate that waits for somebody who does not would
 * never open, and its author would hear of it only when the first release stands before it.
 *
 * @param accounts names of those there are, closed ones among them
 * @param teams names of those there are
 */
record ReviewerCheck(Collection<String> accounts, Collection<String> teams) {

    /** An error for each reviewer that does not exist; nothing where the file itself is wrong. */
    List<Finding> check(String file, String text) {
        Optional<YamlNode> root = Yaml.read(file, text).root();
        return ConfigReader.read(file, text).config().stream()
                .flatMap(config -> config.environments().values().stream())
                .flatMap(environment -> check(environment, root.orElseThrow()))
                .toList();
    }

    private Stream<Finding> check(EnvironmentConfig environment, YamlNode root) {
        List<YamlNode> written = written(root, environment.name());
        return environment.gates().reviewers().stream()
                .flatMap(rule -> rule.users().stream())
                .flatMap(name -> unknown(name, place(written, name, root)).stream());
    }

    private Optional<Finding> unknown(String name, Position place) {
        if (name.startsWith(Reviewers.TEAM)) {
            String team = name.substring(Reviewers.TEAM.length());
            return teams.contains(team)
                    ? Optional.empty()
                    : Optional.of(Finding.error(
                            "unknown-team",
                            place,
                            "there is no team '" + team + "' on this server",
                            Suggestion.nearest(team, teams)
                                    .map(near -> "did you mean '" + Reviewers.TEAM + near + "'?")
                                    .orElse("an administrator makes it with `slipway teams add " + team
                                            + " USER...`")));
        }
        return accounts.contains(name)
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "unknown-reviewer",
                        place,
                        "there is no account '" + name + "' on this server",
                        Suggestion.nearest(name, accounts)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("an administrator makes it with `slipway users add " + name
                                        + "`; a team is written as " + Reviewers.TEAM + "NAME")));
    }

    /** The items of the list of reviewers, which may stand by itself or under {@code users}. */
    private static List<YamlNode> written(YamlNode root, String environment) {
        Optional<YamlNode> reviewers = Optional.of(root);
        for (String key : List.of("environments", environment, "gates", "reviewers")) {
            reviewers = reviewers.flatMap(node -> child(node, key));
        }
        return reviewers
                .map(node -> child(node, "users").orElse(node))
                .filter(YamlNode.Sequence.class::isInstance)
                .map(node -> ((YamlNode.Sequence) node).items())
                .orElse(List.of());
    }

    private static Optional<YamlNode> child(YamlNode node, String key) {
        return node instanceof YamlNode.Mapping mapping ? mapping.get(key) : Optional.empty();
    }

    private static Position place(List<YamlNode> written, String name, YamlNode root) {
        return written.stream()
                .filter(node ->
                        node instanceof YamlNode.Scalar scalar && scalar.text().equals(name))
                .map(YamlNode::position)
                .findFirst()
                .orElse(root.position());
    }
}
