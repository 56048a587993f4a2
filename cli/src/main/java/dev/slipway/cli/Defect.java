package dev.slipway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Something that Slipway did not foresee: a plain message for who typed, and all of it in a log for who mends it. */
record Defect(Surroundings here, Throwable cause) {

    /** What happened, in one line. */
    String words() {
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        return "Slipway has failed at this: " + kind + (message == null ? "" : ": " + message);
    }

    /** What to do, after the details were put where the hint says. */
    String hint(boolean verbose) {
        if (verbose) {
            here.err().print(details());
            return "please report this with the lines above";
        }
        return log().map(file -> "please report this with the end of " + file + "; --verbose shows it here")
                .orElse("--verbose shows the details; please report this with them");
    }

    /** Appends the details to the command's own log. */
    private Optional<Path> log() {
        Path file = here.configFolder().resolve("slipway.log");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    here.clock().instant() + " " + details(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return Optional.of(file);
        } catch (IOException cannotWrite) {
            return Optional.empty();
        }
    }

    private String details() {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        cause.printStackTrace(writer);
        writer.flush();
        return text.toString();
    }
}
