package dev.slipway.server.git;

import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.ReceiveHooks.Intake;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.resolver.AsIsFileService;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;

/**
 * The servlet that speaks git's smart protocol under {@code /git/*}. It believes {@link GitAccess}, which stands before
 * it, about who asks; the dumb protocol, which would hand out files of a repository by path, is off.
 */
public final class GitEndpoint {

    private static final int IDLE_SECONDS = 120;
    /** A file that comes as a difference is held in memory twice, beside its base: half of the heap, in the worst case. */
    private static final int HEAP_SHARE = 4;

    private final Intake intake;
    private final Limits limits;

    public GitEndpoint(
            Repositories repositories,
            PushCheck check,
            PushJournal journal,
            PushDeliveries deliveries,
            PushReport report,
            Ids ids,
            InstantSource clock,
            Limits limits) {
        this.intake = new Intake(repositories, check, journal, deliveries, report, ids, clock);
        this.limits = limits;
    }

    /** A fresh servlet, to be mounted once. */
    public GitServlet servlet() {
        GitServlet servlet = new GitServlet();
        servlet.setAsIsFileService(AsIsFileService.DISABLED);
        servlet.setRepositoryResolver((request, _) -> open(request));
        servlet.setUploadPackFactory((_, repository) -> uploadPack(repository));
        servlet.setReceivePackFactory(this::receivePack);
        return servlet;
    }

    private Repository open(HttpServletRequest request) throws RepositoryNotFoundException {
        String project = GitVisit.of(request).project();
        try {
            return intake.repositories().open(project);
        } catch (Problem problem) {
            throw new RepositoryNotFoundException(project, problem);
        }
    }

    private static UploadPack uploadPack(Repository repository) {
        UploadPack pack = new UploadPack(repository);
        pack.setTimeout(IDLE_SECONDS);
        return pack;
    }

    private ReceivePack receivePack(HttpServletRequest request, Repository repository) {
        GitVisit visit = GitVisit.of(request);
        ReceiveHooks hooks = new ReceiveHooks(visit.project(), visit.user(), intake);
        ReceivePack pack = new ReceivePack(repository);
        pack.setCheckReceivedObjects(true);
        pack.setMaxPackSizeLimit(limits.packBytes());
        pack.setMaxObjectSizeLimit(limits.fileBytes());
        pack.setTimeout(IDLE_SECONDS);
        pack.setUnpackErrorHandler(new PackRefusal(pack, limits));
        pack.setRefLogIdent(new PersonIdent(visit.user(), visit.user() + "@slipway"));
        pack.setPreReceiveHook(hooks);
        pack.setPostReceiveHook(hooks);
        return pack;
    }

    /**
     * What a push may bring.
     *
     * @param packBytes largest pack
     * @param fileBytes largest file, uncompressed
     */
    public record Limits(long packBytes, long fileBytes) {

        /** The largest files that cannot exhaust the memory of this process. */
        public static Limits of(long packBytes) {
            return new Limits(packBytes, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        }
    }
}
