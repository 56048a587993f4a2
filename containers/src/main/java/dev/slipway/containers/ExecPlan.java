package dev.slipway.containers;

import java.util.List;
import java.util.Map;

/**
 * A program to run inside of a running container.
 *
 * @param argv found on the container's search path
 * @param env over that of the container
 * @param workingDirectory inside of the container
 */
public record ExecPlan(List<String> argv, Map<String, String> env, String workingDirectory) {}
