package dev.slipway.delivery.config;

import java.util.List;

/**
 * Which commits become releases.
 *
 * @param branches globs; a push to one of them makes a release when its runs have succeeded
 * @param tags globs, likewise
 * @param workflows names of workflows that must have succeeded for the commit; empty means all that ran for it
 */
public record ReleaseRule(List<String> branches, List<String> tags, List<String> workflows) {}
