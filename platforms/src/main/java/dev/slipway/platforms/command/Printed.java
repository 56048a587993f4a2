package dev.slipway.platforms.command;

import dev.slipway.kernel.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Finds what a command says to Slipway among all that it prints to people. */
final class Printed {

    /** An IP address with a port: the edge looks no names up while a request waits. */
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]):\\d{1,5}");

    private Printed() {}

    /** The address in the last line that is a JSON object with one. */
    static Optional<String> address(List<String> lines) {
        return lines.reversed().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(Printed::addressIn)
                .filter(Objects::nonNull)
                .findFirst()
                .filter(address -> ADDRESS.matcher(address).matches());
    }

    private static @org.jspecify.annotations.Nullable String addressIn(String line) {
        try {
            return Json.mapper().readTree(line).path("address").asString(null);
        } catch (JacksonException noJson) {
            return null;
        }
    }
}
