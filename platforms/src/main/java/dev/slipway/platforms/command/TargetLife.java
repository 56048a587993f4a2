package dev.slipway.platforms.command;

import dev.slipway.kernel.Masks;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.Errand;
import dev.slipway.platforms.process.HealthAnswer;
import dev.slipway.platforms.process.Life;
import dev.slipway.platforms.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A release on a target, from the command that brings it there to the one that takes it away. That command ending well is
 * not the end of the life but what makes it serve; its failing is.
 */
final class TargetLife implements Life {

    private static final Logger LOG = LoggerFactory.getLogger(TargetLife.class);
    private static final int KEPT_LINES = 5000;

    private final Target target;
    private final String command;
    private final @Nullable Errand entrance;
    private volatile boolean deployed;
    private volatile boolean over;

    private TargetLife(Target target, String command, @Nullable Errand entrance) {
        this.target = target;
        this.command = command;
        this.entrance = entrance;
        this.deployed = entrance == null;
    }

    /** The command that brings it there has just begun. */
    static TargetLife beginning(Target target, String command, Errand entrance) {
        return new TargetLife(target, command, entrance);
    }

    /** An earlier life of the control plane has brought it there. */
    static TargetLife found(Target target) {
        return new TargetLife(target, target.entrance(), null);
    }

    @Override
    public String words() {
        return deployed ? "the deployment" : command;
    }

    @Override
    public Optional<Running> process() {
        return Optional.empty();
    }

    @Override
    public void onExit(Consumer<OptionalInt> ended) {
        if (entrance != null) {
            var _ = entrance.within(target.commands().timeout())
                    .thenAccept(code -> entered(entrance, code, ended))
                    .exceptionally(failure -> {
                        LOG.error("{} of {} went wrong", command, target.spec().name(), failure);
                        over = true;
                        ended.accept(OptionalInt.empty());
                        return null;
                    });
        }
    }

    private void entered(Errand entrance, OptionalInt code, Consumer<OptionalInt> ended) {
        if (over) {
            return;
        }
        List<String> lines = new ArrayList<>(entrance.lines(KEPT_LINES));
        Optional<String> address = Printed.address(lines);
        Optional<String> trouble = trouble(code, address);
        trouble.ifPresent(lines::add);
        try {
            keep(lines);
            if (trouble.isEmpty()) {
                target.book().deployed(target.spec());
                target.book().write(target.room().folder(), new TargetRecord(command, true, address.orElse(null)));
                deployed = true;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the outcome of " + command + " cannot be written", e);
        }
        if (trouble.isPresent()) {
            over = true;
            ended.accept(code);
        }
    }

    /** Why it is not there although the command has ended; for people. */
    private Optional<String> trouble(OptionalInt code, Optional<String> address) {
        if (code.isEmpty()) {
            return Optional.of("Slipway: " + command + " took longer than "
                    + target.commands().timeout().toSeconds() + " s and was ended");
        }
        if (code.getAsInt() != 0) {
            return Optional.of("Slipway: " + command + " ended with " + code.getAsInt());
        }
        return address.isPresent() || target.commands().carriesTraffic()
                ? Optional.empty()
                : Optional.of("Slipway: " + command + " printed no line such as {\"address\": \"192.0.2.7:8080\"},"
                        + " an IP address and a port, so the edge cannot reach the release");
    }

    private void keep(List<String> lines) throws IOException {
        Path folder = target.room().folder();
        if (!lines.isEmpty() && Files.isDirectory(folder)) {
            Files.writeString(
                    folder.resolve("output.log"),
                    String.join("\n", lines) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    @Override
    public Optional<HealthAnswer> ask() throws InterruptedException {
        if (!deployed) {
            return Optional.of(new HealthAnswer(false, false, command + " is under way"));
        }
        try {
            return target.check().map(this::answer);
        } catch (IOException | Problem e) {
            return Optional.of(new HealthAnswer(false, true, "check cannot be run: " + e.getMessage()));
        }
    }

    private HealthAnswer answer(Target.Outcome outcome) {
        over |= outcome.saysNotThere();
        String words = Masks.of(target.spec().secrets().values()).mask("check " + outcome.words());
        return new HealthAnswer(outcome.good(), true, words);
    }

    @Override
    public boolean runs() {
        return !over;
    }

    /** What listens there is the target's affair. */
    @Override
    public Optional<List<Long>> pids() {
        return Optional.empty();
    }

    @Override
    public boolean end(Duration grace) throws IOException, InterruptedException {
        over = true;
        if (entrance != null) {
            entrance.end();
        }
        target.takeAway();
        return true;
    }

    @Override
    public void clear() throws IOException, InterruptedException {
        target.errands().endLeftovers(target.room());
    }

    @Override
    public String missing() {
        return "";
    }

    @Override
    public List<String> output(int maxLines) {
        return entrance == null || deployed || over ? List.of() : entrance.lines(maxLines);
    }
}
