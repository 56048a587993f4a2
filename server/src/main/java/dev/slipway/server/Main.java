package dev.slipway.server;

import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Teams;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.api.AccountAuthenticator;
import dev.slipway.server.log.Logging;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.traffic.EdgeProcess;
import dev.slipway.server.ui.Ui;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code slipway server}: reads the configuration, puts the server together, runs until it is told to stop. */
public final class Main {

    private static final String PASSPHRASE = "SLIPWAY_KEY_PASSPHRASE";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<String> flags = List.of(arguments);
        if (flags.contains("--help")) {
            System.out.print("slipway server [options]\n" + Option.usage());
            return;
        }
        try {
            run(ServerConfig.parse(flags, System.getenv()), System.getenv());
        } catch (Problem problem) {
            System.err.println("slipway server: " + problem.message());
            if (problem.hint() != null) {
                System.err.println("  " + problem.hint());
            }
            System.exit(problem.kind().exitCode());
        }
    }

    private static void run(ServerConfig config, Map<String, String> environment) throws InterruptedException {
        Logging.configure(config.jsonLogs());
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch asked = stopOnSignal(stopped);
        try (Home home = Home.open(config.home())) {
            EdgeProcess edge = Delivery.edge(config, home);
            edge.begin();
            try {
                serve(config, home, edge, environment, asked);
                System.out.println(farewell(config));
                System.out.flush();
            } catch (RuntimeException e) {
                edge.abandon();
                throw e;
            }
        } finally {
            stopped.countDown();
        }
    }

    private static void serve(
            ServerConfig config, Home home, EdgeProcess edge, Map<String, String> environment, CountDownLatch asked)
            throws InterruptedException {
        InstantSource clock = InstantSource.system();
        try (Database opened =
                        Database.open(DatabaseAddress.of(config.database().orElse(null), home.root()));
                Lead lead = lead(opened, home, clock, asked)) {
            Database database = lead.database();
            Keyring keyring = Keyring.open(home.keys(), environment.get(PASSPHRASE));
            Foundation foundation = Foundation.lay(config, home, database, keyring, clock);
            Accounts accounts = new Accounts(database, clock);
            Sessions sessions = new Sessions(database, clock, accounts);
            Tokens tokens = new Tokens(database, clock, accounts);
            Delivery delivery = new Delivery(foundation, edge, keyring, accounts, lead.epoch(), environment);
            Ui.Look look = new Ui.Look(new SessionCookie(config.secure()), clock);
            try (Server server = new Server(
                    foundation,
                    new AccountAuthenticator(accounts, tokens, sessions),
                    look.errorPage(),
                    List.of(
                            _ -> new AccountPart(accounts, new Teams(database, clock), tokens, sessions, config, clock),
                            _ -> delivery.rollouts(),
                            _ -> delivery.runs(),
                            _ -> delivery.watch(),
                            _ -> delivery.containers(),
                            _ -> delivery.certificates(lead.epoch()),
                            _ -> delivery.ui(look)))) {
                server.start();
                delivery.catchUp();
                Announcement.make(config, home, server.port(), accounts);
                server.ready();
                asked.await();
                System.out.println("Slipway is stopping ...");
            }
        }
    }

    private static Lead lead(Database database, Home home, InstantSource clock, CountDownLatch asked) {
        RightHome.require(database, home);
        return new Lead(database, clock, asked::countDown);
    }

    private static String farewell(ServerConfig config) {
        return config.ephemeral()
                ? "Slipway has stopped, and with it the edge and all instances."
                : "Slipway has stopped. The edge and the instances go on; the next start takes them over.";
    }

    /** The latch opens on TERM or Ctrl-C; the process then lives until the server has stopped. */
    private static CountDownLatch stopOnSignal(CountDownLatch stopped) {
        CountDownLatch asked = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return asked;
    }
}
