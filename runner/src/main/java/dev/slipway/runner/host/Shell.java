package dev.slipway.runner.host;

import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a {@code run} step's script is handed to an interpreter. The built-in argument lists are those of GitHub's runner
 * (its ScriptHandlerHelpers); note that only an explicit {@code bash} gets {@code pipefail}.
 *
 * @param argv with <code>{0}</code> where the script's path goes
 * @param extension of the script file, with its dot
 */
public record Shell(List<String> argv, String extension) {

    private static final String SCRIPT = "{0}";

    /**
     * @param name what the step or its defaults say; absent when nothing is said
     * @param programs where to look for interpreters
     * @throws Problem of kind INVALID, code {@code bad-shell} or {@code no-such-shell}
     */
    public static Shell named(Optional<String> name, Programs programs) {
        return name.map(text -> known(text, programs::require))
                .orElseGet(() -> programs.find("bash")
                        .map(bash -> new Shell(List.of(bash.toString(), "-e", SCRIPT), ".sh"))
                        .orElseGet(() -> new Shell(List.of(programs.require("sh"), "-e", SCRIPT), ".sh")));
    }

    /**
     * Inside of a container, whose own search path finds the interpreter: {@code sh} when nothing is said.
     *
     * @throws Problem of kind INVALID, code {@code bad-shell}
     */
    public static Shell inContainer(Optional<String> name) {
        return known(name.orElse("sh"), program -> program);
    }

    private static Shell known(String name, UnaryOperator<String> place) {
        return switch (name) {
            case "bash" ->
                new Shell(List.of(place.apply("bash"), "--noprofile", "--norc", "-e", "-o", "pipefail", SCRIPT), ".sh");
            case "sh" -> new Shell(List.of(place.apply("sh"), "-e", SCRIPT), ".sh");
            case "python" -> new Shell(List.of(python(place), SCRIPT), ".py");
            case "pwsh" -> new Shell(List.of(place.apply("pwsh"), "-command", ". '{0}'"), ".ps1");
            case "cmd", "powershell" ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-shell",
                        "the shell '" + name + "' exists on Windows only",
                        "use bash, sh, python or pwsh here");
            default -> custom(name, place);
        };
    }

    private static String python(UnaryOperator<String> place) {
        try {
            return place.apply("python");
        } catch (Problem noPython) {
            return place.apply("python3");
        }
    }

    private static Shell custom(String format, UnaryOperator<String> place) {
        List<String> words = words(format);
        if (words.isEmpty() || words.stream().noneMatch(word -> word.contains(SCRIPT))) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-shell",
                    "Invalid shell option. Shell must be a valid built-in (bash, sh, python, pwsh) or a format string"
                            + " containing '{0}', not '" + format + "'",
                    "write for example `shell: perl {0}`");
        }
        List<String> argv = new ArrayList<>(words);
        argv.set(0, place.apply(argv.getFirst()));
        return new Shell(List.copyOf(argv), extension(words.getFirst()));
    }

    private static String extension(String program) {
        return switch (program.substring(program.lastIndexOf('/') + 1)) {
            case "bash", "sh" -> ".sh";
            case "python", "python3" -> ".py";
            case "pwsh" -> ".ps1";
            default -> "";
        };
    }

    /** Splits at blanks outside of quotes; nothing else is special. */
    private static List<String> words(String format) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                flush(word, words);
            } else {
                word.append(c);
            }
        }
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** The whole command for a script. */
    public List<String> command(String script) {
        return argv.stream().map(word -> word.replace(SCRIPT, script)).toList();
    }

    /** The text to write into the script file: PowerShell does not stop at errors unless it is told to. */
    public String script(String run) {
        String text = run.endsWith("\n") ? run : run + "\n";
        return extension.equals(".ps1")
                ? "$ErrorActionPreference = 'stop'\n" + text
                        + "if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }\n"
                : text;
    }
}
