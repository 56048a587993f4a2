package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreviewConfigTest {

    private static final DeliveryConfig CONFIG =
            ConfigReader.read("slipway.yml", """
                    release: {branches: [main, "release/*"]}
                    services:
                      shop: {artifact: shop, command: ./shop, env: {MODE: real}}
                    environments:
                      production: {}
                    preview:
                      branches: ["**"]
                      env: {MODE: preview}
                      hosts: {shop: ["{name}.preview.example.com", "shop-{name}.example.org"]}
                    """).config().orElseThrow();

    @Test
    void branch_givesANameThatFitsIntoAHostName() {
        assertThat(PreviewName.of("refs/heads/login")).contains("preview-login");
        assertThat(PreviewName.of("refs/heads/fix-7")).contains("preview-fix-7");
        assertThat(PreviewName.of("refs/pull/42/head")).contains("pr-42");
        assertThat(PreviewName.of("refs/pull/42/merge")).contains("pr-42");
        assertThat(PreviewName.of("refs/tags/v1")).isEmpty();
        assertThat(PreviewName.of("refs/pull/0/head")).isEmpty();
    }

    @Test
    void branchesThatLookAlike_haveDifferentNames() {
        List<String> branches = List.of(
                "feature/login",
                "feature-login",
                "Feature/Login",
                "feature_login",
                "-feature-login-",
                "ünïcode",
                "日本",
                "ひ",
                "x".repeat(200),
                "x".repeat(201),
                "x".repeat(32),
                "a".repeat(24) + "/b");
        List<String> names = branches.stream()
                .map(branch -> PreviewName.of("refs/heads/" + branch).orElseThrow())
                .toList();

        assertThat(names).doesNotHaveDuplicates().allSatisfy(name -> {
            assertThat(name).matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
            assertThat(PreviewName.is(name)).isTrue();
        });
    }

    @Test
    void commits_arePreviewedUnlessTheyBecomeReleases() {
        assertThat(Stream.of("refs/heads/login", "refs/heads/feature/a/b", "refs/pull/1/merge"))
                .allMatch(CONFIG::isPreviewed);
        assertThat(Stream.of("refs/heads/main", "refs/heads/release/1", "refs/tags/v1", "refs/pull/x/merge"))
                .noneMatch(CONFIG::isPreviewed);
    }

    @Test
    void preview_isAnEnvironmentWithoutGates() {
        EnvironmentConfig preview = CONFIG.environment("preview-login").orElseThrow();

        assertThat(preview.hosts())
                .containsEntry("shop", List.of("login.preview.example.com", "shop-login.example.org"));
        assertThat(preview.env()).containsEntry("MODE", "preview");
        assertThat(preview.gates()).isEqualTo(Gates.OPEN);
        assertThat(CONFIG.isPreview("preview-login")).isTrue();
        assertThat(CONFIG.isPreview("production")).isFalse();
        assertThat(CONFIG.environment("production")).isPresent();
        assertThat(CONFIG.environment("staging")).isEmpty();
        assertThat(CONFIG.entryEnvironments())
                .extracting(EnvironmentConfig::name)
                .containsExactly("production");
    }

    @Test
    void pullRequests_ofForksAreShownOnlyWhereTheProjectWantsThem() {
        assertThat(CONFIG.preview().orElseThrow().terms()).isEqualTo(PreviewConfig.Terms.STANDARD);
        assertThat(PreviewConfig.PullRequests.MEMBERS.admit(false)).isTrue();
        assertThat(PreviewConfig.PullRequests.MEMBERS.admit(true)).isFalse();
        assertThat(PreviewConfig.PullRequests.ALL.admit(true)).isTrue();
        assertThat(PreviewConfig.PullRequests.NONE.admit(false)).isFalse();
        DeliveryConfig none = ConfigReader.read("slipway.yml", """
                        services: {shop: {artifact: shop, command: [serve]}}
                        environments: {production: {}}
                        preview: {pullRequests: none}
                        """).config().orElseThrow();
        assertThat(none.isPreviewed("refs/pull/1/merge")).isFalse();
        assertThat(none.isPreviewed("refs/heads/login")).isTrue();
    }

    @Test
    void withoutASection_noNameIsAPreview() {
        DeliveryConfig plain = new DeliveryConfig(CONFIG.release(), CONFIG.services(), CONFIG.environments());

        assertThat(plain.isPreview("preview-login")).isFalse();
        assertThat(plain.environment("preview-login")).isEmpty();
        assertThat(plain.isPreviewed("refs/heads/login")).isFalse();
    }
}
