package dev.slipway.cli;

import dev.slipway.kernel.Json;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = "Say what is missing or wrong on this machine.",
        footer = {
            "",
            "Examples:",
            "  slipway doctor",
            "  slipway doctor --json",
            "",
            "The exit code is 69 when something needed is missing."
        })
final class DoctorCommand extends ServerCommand {

    private static final int MISSING = 69;

    DoctorCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        List<Checkup> checkups = new Machine(here, scope).look();
        if (scope.json) {
            say(Json.write(checkups));
        } else {
            checkups.forEach(this::print);
        }
        boolean missing = checkups.stream().anyMatch(each -> each.result() == Checkup.Result.FAIL);
        return missing ? MISSING : OK;
    }

    private void print(Checkup checkup) {
        String word = "%-4s".formatted(checkup.result().word());
        say(here.style().state(word.strip())
                + " ".repeat(word.length() - word.strip().length()) + "  " + checkup.what());
        if (checkup.hint() != null) {
            say("      " + checkup.hint());
        }
    }
}
