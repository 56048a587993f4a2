package dev.slipway.runner;

import java.util.Map;

/** Settings of git by variables ({@code GIT_CONFIG_COUNT}, git-config(1)), behind those that a workflow has set itself. */
final class GitSettings {

    private static final String COUNT = "GIT_CONFIG_COUNT";

    private GitSettings() {}

    /** A count that git would refuse stays as it is, for git to refuse it. */
    static void add(Map<String, String> environment, Map<String, String> settings) {
        String written = environment.getOrDefault(COUNT, "").strip();
        if (settings.isEmpty() || !written.matches("\\d{0,4}")) {
            return;
        }
        int next = written.isEmpty() ? 0 : Integer.parseInt(written);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + next, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + next, setting.getValue());
            next++;
        }
        environment.put(COUNT, Integer.toString(next));
    }
}
