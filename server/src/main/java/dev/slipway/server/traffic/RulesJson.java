package dev.slipway.server.traffic;

import dev.slipway.delivery.config.TrafficRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rules as the edge's admin API takes them. */
final class RulesJson {

    private RulesJson() {}

    /** @param fresh the release that testers and copies go to */
    static Map<String, Object> of(TrafficRules rules, String fresh) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "redirectToHttps", rules.redirectToHttps());
        put(json, "maintenance", rules.maintenance());
        put(json, "stickyCookie", rules.stickyCookie());
        put(json, "mirror", rules.mirrorPercent().map(percent -> Map.of("release", fresh, "percent", percent)));
        put(json, "maxBodyBytes", rules.maxBodyBytes());
        put(json, "responseTimeoutMillis", rules.responseTimeout().map(limit -> limit.toMillis()));
        put(json, "allow", written(rules.allow()));
        put(json, "deny", written(rules.deny()));
        put(json, "testers", written(rules.testers()).map(testers -> testers(testers, fresh)));
        put(json, "rateLimits", written(rules.rateLimits()).map(RulesJson::rateLimits));
        if (rules.securityHeaders()) {
            json.put("securityHeaders", true);
        }
        return json;
    }

    private static <T> Optional<List<T>> written(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    private static void put(Map<String, Object> json, String name, Optional<?> value) {
        value.ifPresent(present -> json.put(name, present));
    }

    private static Map<String, Object> testers(List<TrafficRules.Tester> testers, String fresh) {
        return Map.of(
                "release", fresh, "any", testers.stream().map(RulesJson::tester).toList());
    }

    private static Map<String, Object> tester(TrafficRules.Tester tester) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "host", tester.host().map(host -> host.toLowerCase(Locale.ROOT)));
        put(json, "header", tester.header());
        put(json, "cookie", tester.cookie());
        put(json, "value", tester.value());
        return json;
    }

    private static List<Map<String, Object>> rateLimits(List<TrafficRules.RateLimit> limits) {
        return limits.stream()
                .map(limit -> Map.<String, Object>of(
                        "per", limit.perClient() ? "CLIENT" : "ROUTE",
                        "requests", limit.requests(),
                        "seconds", limit.within().toSeconds(),
                        "burst", limit.burst()))
                .toList();
    }
}
