package dev.slipway.containers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environments as the engine writes them: lines of {@code NAME=VALUE}. */
final class Variables {

    private Variables() {}

    static Map<String, String> read(String @Nullable [] lines) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : lines == null ? new String[0] : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }

    static List<String> write(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }
}
