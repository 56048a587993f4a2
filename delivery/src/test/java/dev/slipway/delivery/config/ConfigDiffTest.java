package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.ConfigDiff.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDiffTest {

    private static final String BASE = """
            services:
              shop: {artifact: shop, command: [./shop], instances: 2, env: {OLD: x}}
            environments:
              production: {bake: 90s}
            """;

    @Test
    void sameConfiguration_hasNoDifference() throws IOException {
        assertThat(ConfigDiff.between(ConfigReaderTest.read("full.yml"), ConfigReaderTest.read("full.yml")))
                .isEmpty();
    }

    @Test
    void writtenDefault_isNoDifference() {
        assertThat(ConfigDiff.between(config(BASE), config(BASE.replace("bake: 90s", "bake: 1m30s, automatic: true"))))
                .isEmpty();
    }

    @Test
    void changes_areNamedInTheWordsOfTheFile() {
        String changed = BASE.replace("instances: 2, env: {OLD: x}", "instances: 3, resources: {memory: 1GiB}")
                .replace("bake: 90s", "bake: 2m, strategy: {canary: {steps: [{setWeight: 5}]}}");

        assertThat(ConfigDiff.between(config(BASE), config(changed)))
                .containsExactly(
                        new Change("services.shop.instances", Optional.of("2"), Optional.of("3")),
                        new Change("services.shop.resources.memory", Optional.empty(), Optional.of("1GiB")),
                        new Change(
                                "environments.production.strategy.canary.steps",
                                Optional.empty(),
                                Optional.of("[setWeight: 5, setWeight: 100]")),
                        new Change("environments.production.bake", Optional.of("1m30s"), Optional.of("2m")),
                        new Change("services.shop.env.OLD", Optional.of("x"), Optional.empty()),
                        new Change(
                                "environments.production.strategy.blueGreen.autoPromotionEnabled",
                                Optional.of("true"),
                                Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maintenance: back soon",
                "redirectToHttps: 443",
                "testers: [{header: X-Tester, value: yes}]",
                "testers: [{host: try.shop.test}]",
                "stickyCookie: release",
                "mirrorPercent: 5",
                "allow: [10.0.0.0/8]",
                "deny: [10.0.0.0/8]",
                "rateLimits: [{requests: 5, per: service}]",
                "maxBody: 1MiB",
                "responseTimeout: 90s",
                "drain: 5m",
                "securityHeaders: true"
            })
    void ruleOfTheTraffic_isADifference(String rule) {
        assertThat(ConfigDiff.between(
                        config(BASE), config(BASE.replace("instances: 2", "instances: 2, traffic: {" + rule + "}"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check: ./look", "rollback: ./back", "timeout: 1m", "checkTimeout: 1s", "checkInterval: 1h"})
    void commandOfATarget_isADifference(String command) {
        String target = BASE.replace("command: [./shop]", "platform: command, commands: {deploy: a, stop: b}");

        assertThat(ConfigDiff.between(config(target), config(target.replace("stop: b", "stop: b, " + command))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gates: {checklist: [Somebody is on call]}",
                "gates: {reports: [{artifact: tests, junit: {}}]}",
                "judge: {metrics: [{name: memory, query: up, above: 1}]}",
                "judge: {metrics: [{name: memory, json: $.a, url: 'http://127.0.0.1', above: 1}]}",
                "judge: {metrics: [{name: memory, command: rate, below: 1}]}",
                "strategy: {blueGreen: {keepWarm: 1h}}"
            })
    void ruleOfAnEnvironment_isADifference(String rule) {
        assertThat(ConfigDiff.between(config(BASE), config(BASE.replace("bake: 90s", "bake: 90s, " + rule))))
                .hasSize(1);
    }

    /** Takes a word out of the full file, line by line: each line that means something must make a difference. */
    @Test
    void everyLineOfAFullFile_makesADifference() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/slipway-yml/good/full.yml"));
        DeliveryConfig whole = config(text);
        String[] lines = text.split("\n");
        int compared = 0;
        for (String line : lines) {
            boolean defaultValue = line.matches(
                    "version: 1| +(platform: process|stopGrace: 10s|automatic: true)| *[a-z]+:|.*artifact: .*| +command: .*");
            String without =
                    Arrays.stream(lines).filter(each -> !each.equals(line)).collect(Collectors.joining("\n"));
            Optional<DeliveryConfig> config =
                    ConfigReader.read("slipway.yml", without).config();
            if (!defaultValue && config.isPresent()) {
                compared++;
                assertThat(ConfigDiff.between(whole, config.get())).as(line).isNotEmpty();
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static DeliveryConfig config(String text) {
        return ConfigReader.read("slipway.yml", text).config().orElseThrow();
    }
}
