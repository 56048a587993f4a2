package dev.slipway.server.forge;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import dev.slipway.server.git.RemotePolicy;
import dev.slipway.server.outbox.Carrier;
import dev.slipway.store.watch.NoticeRows;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Delivers statuses. What a better token, an end of an outage or a commit that arrives late can mend is tried again for a
 * day; redirections are not followed, for they would carry the token elsewhere.
 */
final class StatusCourier implements Carrier {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LONGEST_TRIED = Duration.ofDays(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Set<Integer> MENDABLE = Set.of(401, 403, 404, 408, 425, 429);
    private static final int READ = 4096;
    private static final int SHOWN = 200;

    private final Function<String, Optional<StatusCall>> calls;
    private final RemotePolicy policy;
    private final Supplier<String> address;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param calls by project, for those that report
     * @param policy says which hosts may be spoken to
     * @param address of this server, as people reach it
     */
    StatusCourier(
            Function<String, Optional<StatusCall>> calls,
            RemotePolicy policy,
            Supplier<String> address,
            InstantSource clock) {
        this.calls = calls;
        this.policy = policy;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public Outcome deliver(NoticeRows.Row notice) throws InterruptedException {
        return switch (attempt(notice)) {
            case Outcome.Later later when isOld(notice) -> new Outcome.Never("given up: " + later.why());
            case Outcome outcome -> outcome;
        };
    }

    private boolean isOld(NoticeRows.Row notice) {
        return notice.createdAt().plus(LONGEST_TRIED).isBefore(clock.instant());
    }

    private Outcome attempt(NoticeRows.Row notice) throws InterruptedException {
        Optional<StatusCall> call = calls.apply(notice.receiver());
        if (call.isEmpty()) {
            return new Outcome.Never("the project reports its statuses nowhere any more");
        }
        CommitStatus status = Json.read(notice.content(), CommitStatus.class);
        HttpRequest request = call.get().request(status, address.get() + "/runs/" + status.run());
        try {
            policy.check(request.uri().getHost());
            BriefAnswer answer = BriefAnswer.of(client, request, READ, PATIENCE);
            return outcome(call.get().repository().forge(), answer);
        } catch (Problem problem) {
            return problem.kind() == Problem.Kind.UNAVAILABLE
                    ? new Outcome.Later(problem.message())
                    : new Outcome.Never(problem.message());
        } catch (IOException e) {
            return new Outcome.Later(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Outcome outcome(Forge forge, BriefAnswer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return new Outcome.Arrived("answered " + status);
        }
        String body = answer.text();
        if (forge == Forge.GITLAB && status == 400 && body.contains("Cannot transition status")) {
            return new Outcome.Arrived("it says so already");
        }
        String why = "answered " + status + " " + body.substring(0, Math.min(SHOWN, body.length()));
        return status / 100 == 5 || MENDABLE.contains(status)
                ? new Outcome.Later(why, pause(answer))
                : new Outcome.Never(why);
    }

    /** {@code Retry-After} in seconds, as forges send it with 403 and 429; a date is not waited for. */
    private static Optional<Duration> pause(BriefAnswer answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(wanted -> wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE);
    }
}
