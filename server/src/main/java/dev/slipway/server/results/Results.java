package dev.slipway.server.results;

import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.runner.cache.CacheStore;
import dev.slipway.runner.file.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The results service, put together: who may use it, and where it is mounted. */
public final class Results {

    /** Of the servlets that answer jobs. */
    public static final Set<String> PATTERNS =
            Set.of(ArtifactRest.PATH + "*", TwirpServlet.PATH + "*", BlobLinks.PATH + "*");

    private final JobTokens tokens;
    private final BlobLinks links;
    private final ArtifactCalls artifacts;
    private final CacheCalls caches;
    private final ArtifactStore store;

    /** @param staging holds what is being uploaded; what an earlier life of the server left there goes */
    public Results(Path staging, ArtifactStore artifacts, CacheStore caches, InstantSource clock) {
        try {
            FileTree.remove(staging);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + staging, e);
        }
        this.tokens = new JobTokens(clock);
        this.links = new BlobLinks(staging, clock);
        this.artifacts = new ArtifactCalls(artifacts, links, clock);
        this.store = artifacts;
        this.caches = new CacheCalls(caches, links);
    }

    /**
     * Adds the service's paths; they see to access themselves.
     *
     * @param projects whose artifacts are given out to those who are no job of their run
     */
    public void mount(ServletContextHandler context, ProjectArtifacts projects) {
        context.addServlet(new ServletHolder(new ArtifactRest(projects, store, links)), ArtifactRest.PATH + "*");
        context.addServlet(new ServletHolder(new TwirpServlet(tokens, artifacts, caches)), TwirpServlet.PATH + "*");
        context.addServlet(new ServletHolder(new BlobServlet(links)), BlobLinks.PATH + "*");
    }

    /**
     * Lets a job in until the session is closed.
     *
     * @param life longest time that the job may take
     */
    public Session open(JobGrant job, Duration life) {
        JobTokens.Issued issued = tokens.issue(job, life);
        return new Session(job, issued);
    }

    /** One job's time with the service. */
    public final class Session implements AutoCloseable {

        private final JobGrant job;
        private final JobTokens.Issued issued;

        private Session(JobGrant job, JobTokens.Issued issued) {
            this.job = job;
            this.issued = issued;
        }

        /** {@code ACTIONS_RUNTIME_TOKEN}. */
        public String token() {
            return issued.token();
        }

        /** Takes back the token and every address that was given out for it. */
        @Override
        public void close() {
            tokens.revoke(issued.id());
            artifacts.end(job);
            caches.end(job);
            try {
                links.removeAll(job);
            } catch (IOException e) {
                throw new UncheckedIOException("what job " + job.job() + " was uploading cannot be removed", e);
            }
        }
    }
}
