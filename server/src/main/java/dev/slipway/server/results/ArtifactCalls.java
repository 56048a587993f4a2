package dev.slipway.server.results;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.artifact.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * {@code github.actions.results.api.v1.ArtifactService} over the store that Slipway's own actions use, so that each sees
 * what the other has uploaded.
 */
final class ArtifactCalls {

    private static final Pattern TYPE = Pattern.compile("[\\w!#$&^.+-]{1,60}/[\\w!#$&^.+-]{1,80}");

    /** Most bytes of one artifact. */
    private static final long MOST_BYTES = 64L << 30;

    private final ArtifactStore artifacts;
    private final BlobLinks links;
    private final InstantSource clock;
    private final Pending pending = new Pending();

    ArtifactCalls(ArtifactStore artifacts, BlobLinks links, InstantSource clock) {
        this.artifacts = artifacts;
        this.links = links;
        this.clock = clock;
    }

    Object create(TwirpCall call) throws IOException {
        checkIds(call);
        String name = call.text("name");
        String type = call.optional("mime_type").orElse(Artifact.ZIP);
        checkType(type);
        JobGrant job = call.job();
        if (artifacts.find(job.run(), name).isPresent()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "artifact-exists",
                    "an artifact with this name already exists on the workflow run",
                    "give it another name, or set `overwrite: true`");
        }
        BlobLink link = links.incoming(job, MOST_BYTES);
        pending.put(job, name, new Pending.Upload(link, keep(call), type)).ifPresent(links::remove);
        return Map.of("ok", true, "signed_upload_url", call.url(link));
    }

    /** For how long the client wants it kept. It counts from its own clock, so a moment that has passed is refused. */
    private Optional<Duration> keep(TwirpCall call) {
        Optional<Duration> keep =
                call.optional("expires_at").map(text -> Duration.between(clock.instant(), instant(text)));
        keep.filter(time -> !time.isPositive()).ifPresent(_ -> {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-expiry",
                    "the artifact would have expired already",
                    "look at the clock of the machine that runs the job");
        });
        return keep;
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-expiry",
                    "'" + text + "' is no moment",
                    "write expires_at like 2030-01-31T12:00:00Z",
                    e);
        }
    }

    private static void checkType(String type) {
        if (!TYPE.matcher(type).matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-type",
                    "'" + type + "' is no media type",
                    "write mime_type like text/plain, or leave it out for a zip archive");
        }
    }

    Object finish(TwirpCall call) throws IOException {
        checkIds(call);
        JobGrant job = call.job();
        String name = call.text("name");
        Pending.Upload upload = pending.get(job, name);
        BlobLink link = upload.link();
        if (!(link.target() instanceof BlobLink.Target.Incoming(StagedBlob blob))) {
            throw new IllegalStateException("an upload that is no upload: " + link.id());
        }
        Path file = blob.finish(call.number("size"), call.optional("hash").map(ArtifactCalls::digest));
        Artifact artifact =
                artifacts.save(job.run(), name, file, new ArtifactStore.Terms(false, upload.keep(), upload.type()));
        pending.remove(job, name);
        links.remove(link);
        blob.discard();
        return Map.of("ok", true, "artifact_id", Long.toString(artifact.id()));
    }

    private static Digest digest(String hash) {
        return new Digest(hash.replaceFirst("^sha256:", ""));
    }

    Object list(TwirpCall call) throws IOException {
        checkIds(call);
        Optional<String> name = call.optional("name_filter");
        Optional<String> id = call.optional("id_filter");
        List<Map<String, String>> found = artifacts.list(call.job().run()).stream()
                .filter(artifact -> name.isEmpty() || name.get().equals(artifact.name()))
                .filter(artifact -> id.isEmpty() || id.get().equals(Long.toString(artifact.id())))
                .map(artifact -> row(call.job(), artifact))
                .toList();
        return Map.of("artifacts", found);
    }

    private static Map<String, String> row(JobGrant job, Artifact artifact) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("workflow_run_backend_id", job.run());
        row.put("workflow_job_run_backend_id", job.job());
        row.put("database_id", Long.toString(artifact.id()));
        row.put("name", artifact.name());
        row.put("size", Long.toString(artifact.sizeBytes()));
        row.put("created_at", artifact.createdAt().toString());
        row.put("digest", artifact.digest().toString());
        return row;
    }

    Object signedUrl(TwirpCall call) throws IOException {
        checkIds(call);
        Artifact artifact = require(call);
        Path file = artifacts
                .content(artifact)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "artifact-gone",
                        "the artifact is no longer there",
                        "run the job again"));
        return Map.of("signed_url", call.url(links.outgoing(call.job(), file, Download.of(artifact))));
    }

    Object delete(TwirpCall call) throws IOException {
        checkIds(call);
        Artifact artifact = require(call);
        artifacts.remove(call.job().run(), artifact.name());
        return Map.of("ok", true, "artifact_id", Long.toString(artifact.id()));
    }

    private Artifact require(TwirpCall call) throws IOException {
        String name = call.text("name");
        return artifacts
                .find(call.job().run(), name)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-artifact",
                        "this run has no artifact named '" + name + "'",
                        "does this job need the job that uploads it?"));
    }

    /** What the job had begun to upload is forgotten. */
    void end(JobGrant job) {
        pending.removeAll(job);
    }

    /** A job speaks for its own run only, whatever ids it sends; those of other jobs of the run are as good as its own. */
    private static void checkIds(TwirpCall call) {
        JsonNode run = call.body().path("workflow_run_backend_id");
        if (!run.asString("").equals(call.job().run())) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "other-run",
                    "this job may not reach the artifacts of another run",
                    "use the ids in ACTIONS_RUNTIME_TOKEN");
        }
    }
}
