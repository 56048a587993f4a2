package dev.slipway.containers;

import java.util.List;
import java.util.Map;

/**
 * What is known of an image on this machine.
 *
 * @param id digest of its configuration, {@code sha256:…}: what names its content
 * @param env of its containers
 * @param entrypoint empty where there is none
 * @param command empty where there is none
 * @param digests by which registries know it
 */
public record ImageView(
        String id, Map<String, String> env, List<String> entrypoint, List<String> command, List<String> digests) {}
