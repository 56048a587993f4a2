package dev.slipway.delivery.config;

import dev.slipway.kernel.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ObjectNode;

/** The table that {@code slipway.yml} is defined by, as a whole: its root section and the JSON Schema made from it. */
public final class ConfigSchema {

    private static final Key<List<String>> BRANCHES = Key.fallback(
            "branches",
            ListShape.of(Plains.TEXT),
            "[main]",
            "Globs; a push to one of them makes a release once its runs have succeeded.");
    private static final Key<List<String>> TAGS =
            Key.fallback("tags", ListShape.of(Plains.TEXT), "[]", "Globs of tags that make releases, likewise.");
    private static final Key<List<String>> WORKFLOWS = Key.fallback(
            "workflows",
            ListShape.of(Plains.TEXT),
            "[]",
            "Names of workflows that must have succeeded for the commit; empty for all that ran for it.");

    private static final Section<ReleaseRule> RELEASE = Section.of(
            "Which commits become releases.",
            List.of(BRANCHES, TAGS, WORKFLOWS),
            filled -> new ReleaseRule(filled.get(BRANCHES), filled.get(TAGS), filled.get(WORKFLOWS)));

    private static final Key<Integer> VERSION =
            Key.fallback("version", Plains.whole(1, 1), "1", "Version of this format; 1 is the only one so far.");
    private static final Key<ReleaseRule> RELEASE_KEY =
            Key.fallback("release", RELEASE, "{}", "Which commits become releases.");
    private static final Key<Map<String, ServiceConfig>> SERVICES = Key.required(
            "services", new NamedShape<>(Plains.NAME, ServiceSection.SECTION, 1), "What the project runs, by name.");
    private static final Key<Map<String, EnvironmentConfig>> ENVIRONMENTS = Key.required(
            "environments",
            new NamedShape<>(Plains.NAME, EnvironmentSection.SECTION, 1),
            "Where releases go, by name.");

    private static final Key<PreviewConfig> PREVIEW = Key.optional(
            "preview",
            PreviewSection.SECTION,
            "Previews: environments that come with a branch or a pull request and go with it.");

    static final Section<DeliveryConfig> ROOT = Section.of(
            "How Slipway delivers this project.",
            List.of(VERSION, RELEASE_KEY, SERVICES, ENVIRONMENTS, PREVIEW),
            filled -> new DeliveryConfig(
                    filled.get(RELEASE_KEY), filled.get(SERVICES), filled.get(ENVIRONMENTS), filled.find(PREVIEW)));

    private ConfigSchema() {}

    /** JSON Schema, draft 2020-12, for editors and checkers. */
    public static String json() {
        ObjectNode schema = JsonNodes.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", "urn:slipway:schema:slipway-yml:1")
                .put("title", "slipway.yml");
        schema.setAll(ROOT.schema());
        return Json.mapper().writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(schema) + "\n";
    }
}
