package safeguard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Tests without a framework, so that they run wherever a JDK is: one method each, the first failure ends the run. */
final class SafeguardTest {

    private static int checks;

    public static void main(String[] arguments) throws Exception {
        smallPayments_areAllowed();
        largePayments_fromUnknownCountries_areDeclined();
        migration_expandsAndContracts_andMayRunAgain();
        contract_beforeExpand_isRefused();
        service_scoresOverHttp_andCounts();
        service_refusesNonsense();
        System.out.println(checks + " checks passed");
    }

    private static void smallPayments_areAllowed() {
        equal("allow", Rules.decision(Rules.score(10, "DE")));
    }

    private static void largePayments_fromUnknownCountries_areDeclined() {
        equal("decline", Rules.decision(Rules.score(1_000_000, "XX")));
    }

    private static void migration_expandsAndContracts_andMayRunAgain() throws IOException {
        ScoreFile file = new ScoreFile(Files.createTempDirectory("safeguard"));
        file.append(new Score(Instant.EPOCH, 10, "DE", 15));
        equal(Schema.EXPANDED, file.expand());
        file.append(new Score(Instant.EPOCH, 20, "FR", 70));
        equal(Schema.CONTRACTED, file.contract());
        equal(Schema.CONTRACTED, file.contract());
        equal(Schema.CONTRACTED, file.expand());
        equal(List.of("1970-01-01T00:00:00Z\t10.0\tDE\t", "1970-01-01T00:00:00Z\t20.0\tFR\t70"), file.rows());
    }

    private static void contract_beforeExpand_isRefused() throws IOException {
        ScoreFile file = new ScoreFile(Files.createTempDirectory("safeguard"));
        try {
            file.contract();
        } catch (IllegalStateException expected) {
            equal(Schema.FIRST, file.schema());
            return;
        }
        throw new AssertionError("contract ran before expand");
    }

    private static void service_scoresOverHttp_andCounts() throws Exception {
        Path folder = Files.createTempDirectory("safeguard");
        Safeguard safeguard = new Safeguard(0, folder);
        int port = safeguard.start();
        try {
            equal("{\"score\":15,\"decision\":\"allow\"}", get(port, "/score?amount=10&country=de").body());
            equal(200, get(port, "/health").statusCode());
            check(get(port, "/metrics").body().contains("score_requests_total{status=\"200\"} 1"));
            equal(1, new ScoreFile(folder).rows().size());
        } finally {
            safeguard.stop();
        }
    }

    private static void service_refusesNonsense() throws Exception {
        Safeguard safeguard = new Safeguard(0, Files.createTempDirectory("safeguard"));
        int port = safeguard.start();
        try {
            for (String query : List.of("", "?amount=x", "?amount=-1", "?amount=NaN", "?amount=1&country=Germany")) {
                equal(400, get(port, "/score" + query).statusCode());
            }
        } finally {
            safeguard.stop();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void equal(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + " but got " + actual);
        }
        checks++;
    }

    private static void check(boolean condition) {
        equal(true, condition);
    }
}
