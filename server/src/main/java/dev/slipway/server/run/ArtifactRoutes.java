package dev.slipway.server.run;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.server.results.Download;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What runs have made, for people and programs that want to have it. */
public final class ArtifactRoutes implements RouteSource {

    private static final String ARTIFACT = "/runs/{run}/artifacts/{artifact}";

    private final ArtifactStore artifacts;
    private final RunQueries queries;

    public ArtifactRoutes(ArtifactStore artifacts, RunQueries queries) {
        this.artifacts = artifacts;
        this.queries = queries;
    }

    @Override
    public List<Route> routes() {
        Access read = Access.lookedUp(Scope.READ, Role.VIEWER, queries::project);
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1" + ARTIFACT,
                        read,
                        this::download,
                        "An artifact of a run: a zip archive, or the file that was kept as it is."),
                new Route(Method.GET, ARTIFACT, read, this::download, "An artifact, for the page of its run."));
    }

    private void download(Exchange exchange) {
        String run = queries.id(exchange);
        String name = exchange.path("artifact");
        try {
            Artifact artifact = artifacts.find(run, name).orElseThrow(() -> absent(run, name));
            Path content = artifacts.content(artifact).orElseThrow(() -> absent(run, name));
            exchange.http().result(Files.newInputStream(content));
            exchange.http().res().setContentLengthLong(artifact.sizeBytes());
            Download.of(artifact).describeIn(exchange.http().res());
        } catch (NoSuchFileException removed) {
            throw absent(run, name);
        } catch (IOException e) {
            throw new UncheckedIOException("the artifacts of run " + run + " cannot be read", e);
        }
    }

    private static Problem absent(String run, String name) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-artifact",
                "run " + run + " has no artifact '" + name + "', or no longer",
                "the run's page lists what is kept");
    }
}
