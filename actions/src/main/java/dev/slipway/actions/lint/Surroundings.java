package dev.slipway.actions.lint;

/**
 * What is known beside a workflow file when it is checked.
 *
 * @param actions those that its steps can be checked against
 * @param inheritsSecrets whether a workflow beside it calls it with {@code secrets: inherit}: then it sees secrets that it
 *     does not declare
 */
public record Surroundings(KnownActions actions, boolean inheritsSecrets) {}
