package dev.slipway.delivery.config;

import dev.slipway.delivery.judge.JudgePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where releases go, with the rules that protect it.
 *
 * @param name unique in the project
 * @param after the environment in which a release must have succeeded before it may come here
 * @param automatic whether releases come by themselves, or only when somebody asks
 * @param env variables that override those of the services
 * @param instances copies by service, overriding the service's own number
 * @param hosts host names by service that the edge answers to; a service without any is not routed by name but by
 *     {@code <service>.<environment>.<project>.localhost}
 * @param strategy how traffic moves
 * @param smoke requests that must succeed on an instance before it gets traffic
 * @param gates what must be fulfilled before a rollout starts
 * @param judge how a canary and a bake are judged
 * @param bake how long the release is watched at 100 % with the old one kept warm
 * @param bakeUntilDecided whether a bake that is over goes on while the judge has not seen enough
 * @param progressDeadline how long instances may take to become healthy before the rollout fails
 */
public record EnvironmentConfig(
        String name,
        Optional<String> after,
        boolean automatic,
        Map<String, String> env,
        Map<String, Integer> instances,
        Map<String, List<String>> hosts,
        Strategy strategy,
        List<SmokeTest> smoke,
        Gates gates,
        JudgePolicy judge,
        Duration bake,
        boolean bakeUntilDecided,
        Duration progressDeadline) {

    /**
     * @param service which service is asked; empty for each
     * @param path with query
     * @param method such as GET
     * @param body for methods that have one
     * @param status expected
     * @param bodyContains text that the first mebibyte of the answer must contain
     */
    public record SmokeTest(
            Optional<String> service,
            String path,
            String method,
            Optional<String> body,
            int status,
            Optional<String> bodyContains) {}
}
