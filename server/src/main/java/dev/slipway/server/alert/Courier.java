package dev.slipway.server.alert;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import dev.slipway.observe.alert.Integration;
import dev.slipway.observe.alert.Notice;
import dev.slipway.observe.alert.Wire;
import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.mail.Postman;
import dev.slipway.observe.oncall.Heartbeat;
import dev.slipway.server.outbox.Carrier;
import dev.slipway.store.watch.NoticeRows;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Delivers what alerts say to the integrations of receivers, and what they order to the rollouts. */
final class Courier implements Carrier {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int TOO_MANY = 429;
    private static final int SHOWN = 200;

    private final Routing routing;
    private final RollbackOrder.Executor rollbacks;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Postman postman = new Postman(PATIENCE);
    private final InstantSource clock;

    Courier(Routing routing, RollbackOrder.Executor rollbacks, InstantSource clock) {
        this.routing = routing;
        this.clock = clock;
        this.rollbacks = rollbacks;
    }

    @Override
    public Outcome deliver(NoticeRows.Row notice) throws InterruptedException {
        try {
            if (notice.integration().startsWith(Rounds.HEARTBEAT + "[")) {
                return beat(notice.integration());
            }
            return notice.integration().equals(RollbackOrder.INTEGRATION) ? rollBack(notice) : send(notice);
        } catch (Problem problem) {
            return problem.kind() == Problem.Kind.UNAVAILABLE
                    ? new Outcome.Later(problem.message())
                    : new Outcome.Never(problem.message());
        } catch (IOException e) {
            return new Outcome.Later(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Outcome.Never("the address cannot be used: " + e.getMessage());
        }
    }

    private Outcome rollBack(NoticeRows.Row notice) {
        RollbackOrder order = Json.read(notice.content(), RollbackOrder.class);
        order.requireWhole();
        return new Outcome.Arrived(rollbacks.execute(order));
    }

    private Outcome beat(String integration) throws IOException, InterruptedException {
        Optional<Heartbeat> beat = routing.onCall().heartbeats().stream()
                .filter(each -> integration.equals(Rounds.HEARTBEAT + "[" + each.name() + "]"))
                .findFirst();
        if (beat.isEmpty()) {
            return new Outcome.Never("the configuration has no such heartbeat any more");
        }
        URI url = URI.create(beat.get().url().value());
        return call(new Wire.Request(url, HttpOptions.PLAIN, Map.of(), ""));
    }

    private Outcome send(NoticeRows.Row notice) throws IOException, InterruptedException {
        Optional<Integration> integration = Optional.ofNullable(
                Routing.integrations(routing.file(), notice.receiver()).get(notice.integration()));
        if (integration.isEmpty()) {
            return new Outcome.Never("the configuration has no " + notice.integration() + " of receiver '"
                    + notice.receiver() + "' any more");
        }
        Notice told = Json.read(notice.content(), Notice.class);
        return switch (Wire.of(integration.get(), told, routing.file().templates(), clock.instant())) {
            case Wire.Request request -> call(request);
            case Wire.Mail mail -> post(mail, notice.id());
        };
    }

    private Outcome post(Wire.Mail mail, String id) throws IOException {
        try {
            postman.send(mail.server(), mail.letter(), id, clock.instant());
            return new Outcome.Arrived("taken by " + mail.server().host());
        } catch (Postman.RefusedException e) {
            return new Outcome.Never(String.valueOf(e.getMessage()));
        }
    }

    private Outcome call(Wire.Request request) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.url())
                .timeout(PATIENCE)
                .header("User-Agent", "Slipway")
                .POST(HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        if (request.options().fitsAnyClient()) {
            return outcome(BriefAnswer.of(client, builder.build(), SHOWN, PATIENCE));
        }
        try (HttpClient own = request.options().client(PATIENCE)) {
            return outcome(BriefAnswer.of(own, builder.build(), SHOWN, PATIENCE));
        }
    }

    private static Outcome outcome(BriefAnswer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return new Outcome.Arrived("answered " + status);
        }
        String why = "answered " + status + " " + answer.text();
        return status / 100 == 5 || status == TOO_MANY ? new Outcome.Later(why) : new Outcome.Never(why);
    }
}
