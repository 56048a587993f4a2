package dev.slipway.server.results;

import static dev.slipway.server.results.ResultsHouse.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.workflow.CacheMode;
import dev.slipway.kernel.Digest;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.testkit.SettableClock;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ResultsTest {

    private static final Map<String, Object> IDS =
            Map.of("workflow_run_backend_id", "run-uuid", "workflow_job_run_backend_id", "job-uuid");

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private ResultsHouse house;

    @BeforeEach
    void open() {
        house = new ResultsHouse(folder, clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> all = new java.util.HashMap<>(IDS);
        all.putAll(more);
        return all;
    }

    private HttpResponse<String> artifact(String method, Map<String, Object> fields) throws Exception {
        return house.call("ArtifactService/" + method, with(fields));
    }

    private HttpResponse<String> cache(String method, Object fields) throws Exception {
        return house.call("CacheService/" + method, fields);
    }

    private String uploadUrl(String name) throws Exception {
        return json(artifact("CreateArtifact", Map.of("name", name)))
                .path("signed_upload_url")
                .asString();
    }

    private JsonNode upload(String name, String content) throws Exception {
        String url = uploadUrl(name);
        assertThat(house.put(url, content.getBytes(UTF_8)).statusCode()).isEqualTo(201);
        return json(artifact(
                "FinalizeArtifact",
                Map.of("name", name, "size", Integer.toString(content.length()), "hash", hash(content))));
    }

    private static String hash(String content) {
        return Digest.of(content).toString();
    }

    @Test
    void upload_inBlocks_isPutTogetherInTheOrderOfTheList() throws Exception {
        String url = uploadUrl("book");
        house.put(url + "&comp=block&blockid=Mg==", "two".getBytes(UTF_8));
        house.put(url + "&comp=block&blockid=MQ==", "one".getBytes(UTF_8));
        String list = "<?xml version=\"1.0\"?><BlockList><Latest>MQ==</Latest><Latest>Mg==</Latest></BlockList>";
        assertThat(house.put(url + "&comp=blocklist", list.getBytes(UTF_8)).statusCode())
                .isEqualTo(201);

        HttpResponse<String> end =
                artifact("FinalizeArtifact", Map.of("name", "book", "size", "6", "hash", hash("onetwo")));

        assertThat(json(end).path("ok").asBoolean()).isTrue();
        assertThat(house.artifacts.find("run-uuid", "book").orElseThrow().digest())
                .isEqualTo(Digest.of("onetwo"));
    }

    @Test
    void upload_thatCallsItselfAForm_isTakenAsItIs() throws Exception {
        String url = uploadUrl("form");
        String form = "application/x-www-form-urlencoded";
        assertThat(house.put(url + "&comp=block&blockid=MQ%3D%3D", form, "sig=other&%zz")
                        .statusCode())
                .isEqualTo(201);
        String list = "<?xml version=\"1.0\"?><BlockList><Latest>MQ==</Latest></BlockList>";
        assertThat(house.put(url + "&comp=blocklist", form, list).statusCode()).isEqualTo(201);

        artifact("FinalizeArtifact", Map.of("name", "form", "size", "13", "hash", hash("sig=other&%zz")));

        assertThat(house.artifacts.find("run-uuid", "form").orElseThrow().digest())
                .isEqualTo(Digest.of("sig=other&%zz"));
    }

    @Test
    void upload_expiresWhenTheClientSays_butNotLaterThanTheServerKeepsThings() throws Exception {
        assertThat(expiry("short", clock.instant().plus(Duration.ofDays(2)).toString()))
                .isEqualTo(clock.instant().plus(Duration.ofDays(2)).toString());
        assertThat(expiry("long", "2099-01-01T00:00:00+01:00"))
                .isEqualTo(clock.instant().plus(Duration.ofDays(90)).toString());
        for (String bad : List.of("tomorrow", clock.instant().toString())) {
            HttpResponse<String> answer = artifact("CreateArtifact", Map.of("name", "bad", "expires_at", bad));
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    private String expiry(String name, String asked) throws Exception {
        HttpResponse<String> created = artifact("CreateArtifact", Map.of("name", name, "expires_at", asked));
        house.put(json(created).path("signed_upload_url").asString(), "1".getBytes(UTF_8));
        artifact("FinalizeArtifact", Map.of("name", name, "size", "1", "hash", hash("1")));
        return house.artifacts
                .find("run-uuid", name)
                .orElseThrow()
                .expiresAt()
                .orElseThrow()
                .toString();
    }

    @Test
    void upload_withAnotherDigest_isRefused() throws Exception {
        house.put(uploadUrl("book"), "one".getBytes(UTF_8));
        HttpResponse<String> end =
                artifact("FinalizeArtifact", Map.of("name", "book", "size", "3", "hash", hash("two")));
        assertThat(end.statusCode()).isEqualTo(400);
        assertThat(json(end).path("code").asString()).isEqualTo("invalid_argument");
        assertThat(house.artifacts.list("run-uuid")).isEmpty();
    }

    @Test
    void upload_thatNamesAnAbsentBlock_isRefused() throws Exception {
        String url = uploadUrl("book");
        String list = "<BlockList><Latest>MQ==</Latest></BlockList>";
        HttpResponse<String> answer = house.put(url + "&comp=blocklist", list.getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>InvalidInput</Code>").contains("MQ==");
    }

    @Test
    void blockList_withAnEntityBomb_isRefused() throws Exception {
        String url = uploadUrl("book");
        String bomb =
                "<!DOCTYPE a [<!ENTITY b \"" + "x".repeat(10) + "\">]><BlockList><Latest>&b;</Latest></BlockList>";
        assertThat(house.put(url + "&comp=blocklist", bomb.getBytes(UTF_8)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void list_filtersByNameAndById() throws Exception {
        String id = upload("one", "1").path("artifact_id").asString();
        upload("two", "2");
        assertThat(json(artifact("ListArtifacts", Map.of())).path("artifacts")).hasSize(2);
        JsonNode named =
                json(artifact("ListArtifacts", Map.of("name_filter", "two"))).path("artifacts");
        assertThat(named).hasSize(1);
        assertThat(named.get(0).path("digest").asString()).isEqualTo(hash("2"));
        JsonNode numbered =
                json(artifact("ListArtifacts", Map.of("id_filter", id))).path("artifacts");
        assertThat(numbered).hasSize(1);
        assertThat(numbered.get(0).path("name").asString()).isEqualTo("one");
        assertThat(Long.parseLong(id)).isLessThan(1L << 53);
    }

    @Test
    void create_ofANameThatIsTaken_isAConflict() throws Exception {
        upload("one", "1");
        HttpResponse<String> again = artifact("CreateArtifact", Map.of("name", "one"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).path("code").asString()).isEqualTo("already_exists");
        assertThat(artifact("DeleteArtifact", Map.of("name", "one")).statusCode())
                .isEqualTo(200);
        assertThat(json(artifact("CreateArtifact", Map.of("name", "one")))
                        .path("ok")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void fileThatIsNoArchive_isSentWithItsTypeAndName() throws Exception {
        HttpResponse<String> created = artifact("CreateArtifact", Map.of("name", "one.txt", "mime_type", "text/plain"));
        house.put(json(created).path("signed_upload_url").asString(), "1".getBytes(UTF_8));
        artifact("FinalizeArtifact", Map.of("name", "one.txt", "size", "1", "hash", hash("1")));
        String url = json(artifact("GetSignedArtifactURL", Map.of("name", "one.txt")))
                .path("signed_url")
                .asString();
        HttpResponse<String> answer = house.get(url);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("attachment; filename*=UTF-8''one.txt");
    }

    @Test
    void create_withATypeThatIsNone_isRefused() throws Exception {
        HttpResponse<String> answer =
                artifact("CreateArtifact", Map.of("name", "one", "mime_type", "text/plain\r\nX: y"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("msg").asString()).contains("no media type");
    }

    @Test
    void download_givesTheWholeOrARange() throws Exception {
        upload("one", "0123456789");
        String url = json(artifact("GetSignedArtifactURL", Map.of("name", "one")))
                .path("signed_url")
                .asString();
        HttpResponse<String> whole = house.get(url);
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("application/zip");
        HttpResponse<String> part = house.get(url, "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
        assertThat(house.get(url, "Range", "bytes=-3").body()).isEqualTo("789");
        assertThat(house.get(url, "Range", "bytes=10-").statusCode()).isEqualTo(416);
    }

    @Test
    void address_endsWithItsTimeAndWithItsJob() throws Exception {
        upload("one", "1");
        String url = json(artifact("GetSignedArtifactURL", Map.of("name", "one")))
                .path("signed_url")
                .asString();
        assertThat(house.get(url.replaceFirst("sig=.", "sig=")).statusCode()).isEqualTo(403);
        assertThat(house.put(url, new byte[1]).statusCode()).isEqualTo(403);
        clock.advance(BlobLinks.LIFE);
        assertThat(house.get(url).statusCode()).isEqualTo(403);

        Results.Session other = house.open("run-uuid", "second", "refs/heads/main");
        String fresh = json(house.call(
                        other.token(),
                        "ArtifactService/GetSignedArtifactURL",
                        "{\"workflow_run_backend_id\":\"run-uuid\",\"name\":\"one\"}"))
                .path("signed_url")
                .asString();
        assertThat(house.get(fresh).statusCode()).isEqualTo(200);
        other.close();
        assertThat(house.get(fresh).statusCode()).isEqualTo(403);
    }

    @Test
    void token_countsOnlyForItsOwnRunAndOnlyWhileItsJobRuns() throws Exception {
        String list = "ArtifactService/ListArtifacts";
        String own = "{\"workflow_run_backend_id\":\"other-run\"}";
        Results.Session other = house.open("other-run", "job", "refs/heads/main");
        assertThat(house.call(other.token(), list, own).statusCode()).isEqualTo(200);
        assertThat(house.call(house.session.token(), list, own).statusCode()).isEqualTo(403);
        other.close();
        assertThat(house.call(other.token(), list, own).statusCode()).isEqualTo(401);
        assertThat(house.call("forged", list, own).statusCode()).isEqualTo(401);
    }

    @Test
    void session_thatEnds_takesItsUnfinishedUploadsAlong() throws Exception {
        Results.Session other = house.open("run-uuid", "second", "refs/heads/main");
        String url = json(house.call(
                        other.token(),
                        "ArtifactService/CreateArtifact",
                        "{\"workflow_run_backend_id\":\"run-uuid\",\"name\":\"half\"}"))
                .path("signed_upload_url")
                .asString();
        house.put(url + "&comp=block&blockid=MQ==", new byte[100]);
        try (var left = Files.list(folder.resolve("staging"))) {
            assertThat(left).isNotEmpty();
        }
        other.close();
        try (var left = Files.list(folder.resolve("staging"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void cache_isWrittenOnceAndReadByPrefix() throws Exception {
        Map<String, Object> entry = Map.of("key", "linux-1", "version", "v");
        assertThat(json(cache("GetCacheEntryDownloadURL", entry)).path("ok").asBoolean())
                .isFalse();
        house.put(
                json(cache("CreateCacheEntry", entry)).path("signed_upload_url").asString(), "tar".getBytes(UTF_8));
        JsonNode end =
                json(cache("FinalizeCacheEntryUpload", Map.of("key", "linux-1", "version", "v", "size_bytes", "3")));
        assertThat(end.path("ok").asBoolean()).isTrue();
        assertThat(json(cache("CreateCacheEntry", entry)).path("ok").asBoolean())
                .isFalse();

        JsonNode hit = json(cache(
                "GetCacheEntryDownloadURL",
                Map.of("key", "linux-2", "restore_keys", List.of("linux-"), "version", "v")));
        assertThat(hit.path("matched_key").asString()).isEqualTo("linux-1");
        assertThat(house.get(hit.path("signed_download_url").asString()).body()).isEqualTo("tar");
    }

    @Test
    void cache_ofABranch_isNotSeenByTheDefaultBranch() throws Exception {
        CacheScope branch = new CacheScope("shop", "refs/heads/topic", List.of("refs/heads/main"));
        Path archive = Files.writeString(folder.resolve("archive"), "poison");
        house.caches.save(branch, "v", "k", archive);
        Map<String, Object> entry = Map.of("key", "k", "version", "v");
        assertThat(json(cache("GetCacheEntryDownloadURL", entry)).path("ok").asBoolean())
                .isFalse();
        try (Results.Session topic = house.open("run-2", "job", "refs/heads/topic")) {
            JsonNode hit = json(house.call(
                    topic.token(), "CacheService/GetCacheEntryDownloadURL", "{\"key\":\"k\",\"version\":\"v\"}"));
            assertThat(hit.path("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void cacheMode_isHeldByTheToken() throws Exception {
        String entry = "{\"key\":\"k\",\"version\":\"v\"}";
        CacheScope reading = new CacheScope("shop", "refs/heads/main", List.of(), CacheMode.READ);
        try (Results.Session session = house.open("run-3", "job", reading)) {
            JsonNode denied = json(house.call(session.token(), "CacheService/CreateCacheEntry", entry));
            assertThat(denied.path("ok").asBoolean()).isFalse();
            assertThat(denied.path("message").asString()).startsWith("cache write denied:");
            assertThat(house.call(session.token(), "CacheService/GetCacheEntryDownloadURL", entry)
                            .statusCode())
                    .isEqualTo(200);
        }
        CacheScope writing = new CacheScope("shop", "refs/heads/main", List.of(), CacheMode.WRITE_ONLY);
        try (Results.Session session = house.open("run-4", "job", writing)) {
            HttpResponse<String> denied = house.call(session.token(), "CacheService/GetCacheEntryDownloadURL", entry);
            assertThat(denied.statusCode()).isEqualTo(403);
            assertThat(json(denied).path("msg").asString()).startsWith("cache read denied:");
            assertThat(json(house.call(session.token(), "CacheService/CreateCacheEntry", entry))
                            .path("ok")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void token_ofAnotherProcess_isNotAccepted() throws Exception {
        String foreign = new JobTokens(clock)
                .issue(
                        new JobGrant("run-uuid", "job-uuid", new CacheScope("shop", "r", List.of())),
                        Duration.ofHours(1))
                .token();
        assertThat(house.call(foreign, "ArtifactService/ListArtifacts", "{}").statusCode())
                .isEqualTo(401);
    }
}
