package dev.slipway.observe.check;

import dev.slipway.kernel.Durations;
import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.probe.Endpoint;
import dev.slipway.observe.probe.Fact;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Carries out checks. Whoever calls it interrupts it when it takes too long. */
public final class Prober implements AutoCloseable {

    private final HttpCheck http;
    private final ConnectCheck connections;
    private final WebSocketCheck webSockets;
    private final GrpcCheck grpc;
    private final ProgramCheck programs;
    private final Domains domains;
    private final Beats beats;
    private final InstantSource clock;

    /** @param commands whether programs of projects may be run */
    public Prober(Doors doors, Trust trust, boolean commands, Beats beats, InstantSource clock) {
        this(doors, trust, commands, beats, new Domains(Domains.IANA, clock), clock);
    }

    /** @param domains is closed with this */
    Prober(Doors doors, Trust trust, boolean commands, Beats beats, Domains domains, InstantSource clock) {
        this.domains = domains;
        Dial dial = new Dial(doors, trust);
        this.http = new HttpCheck(doors, trust);
        this.connections = new ConnectCheck(dial);
        this.webSockets = new WebSocketCheck(dial);
        this.grpc = new GrpcCheck(dial);
        this.programs = new ProgramCheck(doors, commands);
        this.beats = beats;
        this.clock = clock;
    }

    /**
     * Checks once.
     *
     * @param since when this endpoint began to be watched
     * @return absent when there is nothing to say yet
     */
    public Optional<Answer> check(String project, Endpoint endpoint, Instant since) {
        Instant at = clock.instant();
        long began = System.nanoTime();
        Optional<Answer> answer = endpoint.check() instanceof Check.Heartbeat heartbeat
                ? heard(project, endpoint, heartbeat, since)
                : Optional.of(withDomain(endpoint, asked(endpoint)));
        return answer.map(found -> found.measured(at, Duration.ofNanos(System.nanoTime() - began)));
    }

    private Optional<Answer> heard(String project, Endpoint endpoint, Check.Heartbeat heartbeat, Instant since) {
        Optional<Beats.Beat> last = beats.last(project, endpoint.name());
        Instant heard = last.map(Beats.Beat::at).orElse(since);
        if (clock.instant().isAfter(heard.plus(heartbeat.every()))) {
            return Optional.of(Answer.none("nothing was heard since " + heard));
        }
        return last.map(beat -> beat.trouble().isEmpty()
                ? Answer.connected()
                : Answer.connected().but(beat.trouble()));
    }

    private Answer asked(Endpoint endpoint) {
        Duration timeout = endpoint.timeout();
        try {
            return ask(endpoint.check(), timeout);
        } catch (InterruptedException e) {
            return late(timeout);
        } catch (IOException | RuntimeException e) {
            return Thread.interrupted() ? late(timeout) : Answer.none(reason(e));
        }
    }

    /** Adds when the host's domain ends, where anybody wants to know. */
    private Answer withDomain(Endpoint endpoint, Answer answer) {
        Optional<String> host = endpoint.check().named();
        if (host.isEmpty() || !endpoint.asksFor(Fact.DOMAIN_EXPIRATION)) {
            return answer;
        }
        try {
            return answer.withDomainEnd(domains.end(host.get(), endpoint.timeout()));
        } catch (InterruptedException e) {
            return late(endpoint.timeout());
        } catch (IOException e) {
            return answer.trouble().isEmpty() ? answer.but(reason(e)) : answer;
        }
    }

    private static Answer late(Duration timeout) {
        return Answer.none("no whole answer within " + Durations.words(timeout));
    }

    private static String reason(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }

    private Answer ask(Check check, Duration timeout) throws IOException, InterruptedException {
        return switch (check) {
            case Check.Http request -> http.ask(request, timeout);
            case Check.Tcp tcp -> connections.tcp(tcp, timeout);
            case Check.Tls tls -> connections.tls(tls, timeout);
            case Check.Icmp icmp -> programs.ping(icmp, timeout);
            case Check.Dns dns -> connections.dns(dns);
            case Check.Grpc call -> grpc.ask(call, timeout);
            case Check.WebSocket socket -> webSockets.ask(socket, timeout);
            case Check.Ssh ssh -> connections.ssh(ssh, timeout);
            case Check.Command command -> programs.command(command);
            case Check.Heartbeat _ -> throw new IllegalStateException("nobody asks for a heartbeat");
        };
    }

    @Override
    public void close() throws IOException {
        domains.close();
        http.close();
    }
}
