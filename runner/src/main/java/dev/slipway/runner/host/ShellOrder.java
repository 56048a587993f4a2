package dev.slipway.runner.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a program is, as a {@link JobShell} reads it: parts ended by a zero, of which nothing is interpreted. */
final class ShellOrder {

    /** The shell sets it whenever it changes its folder. */
    private static final String FOLDER = "PWD";

    /** Variables that the shell does not let be set, or answers from elsewhere. */
    private static final Set<String> ITS_OWN = Set.of(
            "BASHOPTS",
            "BASHPID",
            "BASH_ARGV0",
            "BASH_SUBSHELL",
            "BASH_VERSINFO",
            "DIRSTACK",
            "EPOCHREALTIME",
            "EPOCHSECONDS",
            "EUID",
            "FUNCNAME",
            "GROUPS",
            "HISTCMD",
            "LINENO",
            "OLDPWD",
            "OPTIND",
            "PPID",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "SRANDOM",
            "UID",
            "slipway_order",
            "slipway_pipe",
            "slipway_turn");

    /** Variables that would steer the shell itself; programs get them. */
    private static final Set<String> STEERING =
            Set.of("BASH_ENV", "ENV", "IFS", "POSIXLY_CORRECT", "TMOUT", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT");

    private ShellOrder() {}

    /** Those of the variables that a shell can be started with. */
    static Map<String, String> base(Map<String, String> environment) {
        Map<String, String> base = new HashMap<>(environment);
        base.keySet().removeIf(name -> !canSet(name) || STEERING.contains(name));
        return Map.copyOf(base);
    }

    /**
     * The program's folder, the variables to set and those to unset, each with their number, then the words of the command.
     *
     * @param base what the shell was started with
     * @return absent where the shell cannot set its variables
     */
    static Optional<byte[]> of(ProcessBuilder command, Map<String, String> base) {
        Map<String, String> wanted = command.environment();
        List<String> set = new ArrayList<>();
        for (Map.Entry<String, String> variable : wanted.entrySet()) {
            String name = variable.getKey();
            String known = base.get(name);
            if (known == null && !canSet(name)) {
                return Optional.empty();
            }
            if (!variable.getValue().equals(known) && !name.equals(FOLDER)) {
                set.add(name + "=" + variable.getValue());
            }
        }
        List<String> unset = base.keySet().stream()
                .filter(name -> !name.equals(FOLDER) && !wanted.containsKey(name))
                .toList();
        List<String> parts = new ArrayList<>();
        parts.add(command.directory().toString());
        parts.add(Integer.toString(set.size()));
        parts.addAll(set);
        parts.add(Integer.toString(unset.size()));
        parts.addAll(unset);
        parts.addAll(command.command());
        String text = String.join("\0", parts) + "\0";
        boolean whole = parts.stream().noneMatch(part -> part.indexOf('\0') >= 0);
        return Optional.of(text).filter(_ -> whole).map(all -> all.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean canSet(String name) {
        return !name.isEmpty()
                && !isDigit(name.charAt(0))
                && name.chars().allMatch(c -> isDigit(c) || isLetter(c))
                && !ITS_OWN.contains(name);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
