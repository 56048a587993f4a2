package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficRulesTest {

    @Test
    void hostOfTesters_isAnotherOneInEachEnvironment() {
        TrafficRules rules = ConfigReader.read("slipway.yml", """
                        services:
                          web:
                            artifact: web
                            command: ./web
                            traffic: {testers: [{host: "next-{environment}.example.com"}, {header: X-Test, value: a}]}
                        environments: {staging: {}, production: {}}
                        """)
                .config()
                .orElseThrow()
                .services()
                .get("web")
                .traffic();

        assertThat(rules.in("staging").testers())
                .containsExactly(
                        new TrafficRules.Tester(
                                Optional.of("next-staging.example.com"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new TrafficRules.Tester(
                                Optional.empty(), Optional.of("X-Test"), Optional.empty(), Optional.of("a")));
    }
}
