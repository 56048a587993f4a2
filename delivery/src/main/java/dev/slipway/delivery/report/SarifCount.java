package dev.slipway.delivery.report;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Results of a SARIF log by severity (OASIS SARIF 2.1.0, 3.27.10 for the level that counts where none is written). */
record SarifCount(int errors, int warnings, int notes) {

    static final SarifCount NONE = new SarifCount(0, 0, 0);

    static SarifCount read(ReportFile file, JsonNode log) {
        if (!log.path("runs").isArray()) {
            throw ReportReader.broken(file, "it has no runs, so it is no SARIF log");
        }
        if (log.path("runs").isEmpty()) {
            throw ReportReader.broken(file, "its list of runs is empty, so no tool has looked");
        }
        SarifCount count = NONE;
        for (JsonNode run : log.path("runs")) {
            Map<String, String> defaults = defaults(run);
            int index = 0;
            for (JsonNode result : run.path("results")) {
                count = count.plus(one(run, result, defaults));
                index++;
            }
            if (index == 0 && failedToRun(run)) {
                throw ReportReader.broken(file, "its tool says that it did not run to its end");
            }
        }
        return count;
    }

    SarifCount plus(SarifCount other) {
        return new SarifCount(errors + other.errors, warnings + other.warnings, notes + other.notes);
    }

    private static boolean failedToRun(JsonNode run) {
        for (JsonNode invocation : run.path("invocations")) {
            if (!invocation.path("executionSuccessful").asBoolean(true)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> defaults(JsonNode run) {
        Map<String, String> levels = new HashMap<>();
        for (JsonNode rule : run.path("tool").path("driver").path("rules")) {
            String level = rule.path("defaultConfiguration").path("level").asString("");
            if (!level.isEmpty()) {
                levels.put(rule.path("id").asString(""), level);
            }
        }
        return levels;
    }

    private static SarifCount one(JsonNode run, JsonNode result, Map<String, String> defaults) {
        boolean fails = result.path("kind").asString("fail").equals("fail");
        boolean gone = result.path("baselineState").asString("").equals("absent");
        if (!fails || gone || isSuppressed(result)) {
            return NONE;
        }
        String level = result.path("level").asString("");
        String counted = level.isEmpty() ? defaults.getOrDefault(ruleId(run, result), "warning") : level;
        return switch (counted) {
            case "error" -> new SarifCount(1, 0, 0);
            case "note" -> new SarifCount(0, 0, 1);
            case "none" -> NONE;
            default -> new SarifCount(0, 1, 0);
        };
    }

    private static String ruleId(JsonNode run, JsonNode result) {
        String id =
                result.path("ruleId").asString(result.path("rule").path("id").asString(""));
        int index = result.path("ruleIndex").asInt(-1);
        return id.isEmpty() && index >= 0
                ? run.path("tool")
                        .path("driver")
                        .path("rules")
                        .path(index)
                        .path("id")
                        .asString("")
                : id;
    }

    private static boolean isSuppressed(JsonNode result) {
        for (JsonNode suppression : result.path("suppressions")) {
            if (!suppression.path("status").asString("accepted").equals("rejected")
                    && !suppression.path("status").asString("").equals("underReview")) {
                return true;
            }
        }
        return false;
    }
}
