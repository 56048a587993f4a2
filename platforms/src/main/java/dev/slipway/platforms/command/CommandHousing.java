package dev.slipway.platforms.command;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import dev.slipway.platforms.process.Errands;
import dev.slipway.platforms.process.Housing;
import dev.slipway.platforms.process.Life;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Instances live where the user's commands put them. After a restart of the control plane a finished deployment is looked
 * at with {@code check} and goes on; one whose command was cut off is cleared away and begun anew.
 */
final class CommandHousing implements Housing {

    private final Errands errands;
    private final TargetBook book;

    CommandHousing(Errands errands, TargetBook book) {
        this.errands = errands;
        this.book = book;
    }

    @Override
    public void admit(InstanceSpec spec) throws IOException {
        Target.commands(spec);
        errands.admit(spec);
    }

    @Override
    public Ready prepare(InstanceSpec spec, Room room) throws IOException {
        Target target = new Target(spec, room, errands, book);
        String word = target.entrance();
        Errands.Ready ready = target.prepare(word, target.argv(word));
        return () -> {
            book.write(room.folder(), new TargetRecord(word, false, null));
            return TargetLife.beginning(target, word, ready.start());
        };
    }

    @Override
    public Optional<Life> find(InstanceSpec spec, Room room) throws IOException, InterruptedException {
        if (room.nonce().isEmpty()) {
            return Optional.empty();
        }
        errands.endLeftovers(room);
        Target target = new Target(spec, room, errands, book);
        boolean deployed =
                book.find(room.folder()).filter(TargetRecord::deployed).isPresent();
        return deployed && !target.saysNotThere() ? Optional.of(TargetLife.found(target)) : Optional.empty();
    }

    @Override
    public Optional<String> address(InstanceSpec spec, Room room) {
        return book.find(room.folder())
                .filter(TargetRecord::deployed)
                .flatMap(record -> Optional.ofNullable(record.address()));
    }

    @Override
    public void clear(InstanceSpec spec, Room room) throws IOException, InterruptedException {
        new Target(spec, room, errands, book).takeAway();
    }

    @Override
    public TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException {
        return errands.runTask(spec, command);
    }

    @Override
    public void begin(List<String> nonces) throws IOException {
        errands.endLeftoverTasks();
    }

    @Override
    public void tidy(Set<Digest> needed) throws IOException {
        errands.tidy(needed);
    }

    @Override
    public void close() {}
}
