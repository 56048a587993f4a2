package dev.slipway.server.git;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Ids;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PostReceiveHook;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens around one push: the new configuration is checked and the intent is written before a ref moves; what
 * became of it is noted after. These are Slipway's own steps in this process; a repository's hook scripts never run.
 */
final class ReceiveHooks implements PreReceiveHook, PostReceiveHook {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveHooks.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String project;
    private final String pusher;
    private final Intake intake;
    private final Map<ReceiveCommand, Push> intended = new LinkedHashMap<>();
    private final Map<ReceiveCommand, List<Finding>> found = new HashMap<>();

    ReceiveHooks(String project, String pusher, Intake intake) {
        this.project = project;
        this.pusher = pusher;
        this.intake = intake;
    }

    @Override
    public void onPreReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
        for (ReceiveCommand command : commands) {
            try {
                examine(pack, command);
            } catch (IOException | RuntimeException e) {
                LOG.error("the check of a push to {} failed", project, e);
                refuse(command, "the push could not be checked, try again; the server's log says more");
            }
        }
        recordIntent(commands.stream().filter(ReceiveHooks::undecided).toList());
    }

    @Override
    public void onPostReceive(ReceivePack pack, Collection<ReceiveCommand> moved) {
        List<Push> received = new ArrayList<>();
        List<Push> discarded = new ArrayList<>();
        intended.forEach(
                (command, push) -> (command.getResult() == ReceiveCommand.Result.OK ? received : discarded).add(push));
        try {
            intake.repositories()
                    .adoptDefaultBranch(
                            pack.getRepository(),
                            received.stream().map(Push::ref).toList());
        } catch (IOException e) {
            LOG.warn("the default branch of {} could not be set", project, e);
        }
        intake.journal().stayed(discarded);
        report(pack, received);
    }

    /** The pusher waits a moment to hear what was started; the push itself is safe already. */
    private void report(ReceivePack pack, List<Push> received) {
        CompletableFuture<Boolean> told = intake.deliveries().received(received);
        try {
            if (told.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                received.forEach(push -> intake.report().lines(push).forEach(pack::sendMessage));
            } else {
                pack.sendMessage("accepted, but it could not be handled at once and is tried again: slipway pushes");
            }
        } catch (TimeoutException e) {
            pack.sendMessage("accepted; what it starts is shown by: slipway runs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a push is never answered with an exception", e);
        }
    }

    private void examine(ReceivePack pack, ReceiveCommand command) throws IOException {
        Repository repository = pack.getRepository();
        String ref = command.getRefName();
        if (!ref.startsWith(Constants.R_HEADS) && !ref.startsWith(Constants.R_TAGS)) {
            refuse(command, "only branches and tags can be pushed");
        } else if (command.getType() == ReceiveCommand.Type.DELETE) {
            if (ref.equals(repository.getFullBranch())) {
                refuse(command, "the default branch cannot be deleted");
            }
        } else {
            examineFiles(pack, command);
        }
    }

    private void examineFiles(ReceivePack pack, ReceiveCommand command) throws IOException {
        ObjectId commit =
                Repositories.resolve(pack.getRepository(), command.getNewId().name());
        if (commit == null) {
            return;
        }
        Map<String, String> files = Trees.configuration(pack.getRepository(), commit);
        PushVerdict verdict = new PushVerdict(intake.check().check(project, command.getRefName(), files));
        found.put(command, verdict.findings());
        for (Finding finding : verdict.findings()) {
            if (verdict.refuses(finding)) {
                pack.sendError(finding.toString());
            } else {
                pack.sendMessage(PushVerdict.asWarning(finding).toString());
            }
        }
        if (verdict.refuses()) {
            refuse(command, verdict.reason());
        }
    }

    private void recordIntent(List<ReceiveCommand> accepted) {
        List<PushJournal.Checked> pushes = new ArrayList<>();
        for (ReceiveCommand command : accepted) {
            Push push = new Push(
                    intake.ids().next("push"),
                    project,
                    command.getRefName(),
                    idOrNull(command.getOldId()),
                    idOrNull(command.getNewId()),
                    pusher,
                    intake.clock().instant());
            pushes.add(new PushJournal.Checked(push, found.getOrDefault(command, List.of())));
            intended.put(command, push);
        }
        try {
            intake.journal().intend(pushes);
        } catch (RuntimeException e) {
            LOG.error("a push to {} could not be recorded", project, e);
            intended.clear();
            accepted.forEach(command -> refuse(command, "the server cannot record pushes now, try again"));
        }
    }

    private static @Nullable String idOrNull(ObjectId id) {
        return ObjectId.zeroId().equals(id) ? null : id.name();
    }

    private static boolean undecided(ReceiveCommand command) {
        return command.getResult() == ReceiveCommand.Result.NOT_ATTEMPTED;
    }

    private static void refuse(ReceiveCommand command, String reason) {
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, reason);
    }

    /** What every push needs of the server. */
    record Intake(
            Repositories repositories,
            PushCheck check,
            PushJournal journal,
            PushDeliveries deliveries,
            PushReport report,
            Ids ids,
            InstantSource clock) {}
}
