package dev.slipway.server;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Teams;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.git.Push;
import dev.slipway.server.run.JobGates;
import dev.slipway.server.run.RunSettings;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.ui.Ui;
import dev.slipway.server.web.ErrorPage;
import dev.slipway.server.web.KnownMembers;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A whole server on a free port, with known accounts and a part that remembers the pushes it was told of. */
final class House implements AutoCloseable {

    static final KnownMembers MEMBERS = new KnownMembers()
            .withPassword("pw", KnownMembers.member("mia", Role.MAINTAINER))
            .withPassword("pw", KnownMembers.member("vic", Role.VIEWER))
            .withToken("ada-token", KnownMembers.member("ada", Role.ADMIN))
            .withToken("mia-token", KnownMembers.member("mia", Role.MAINTAINER))
            .withToken(
                    "mia-read", KnownMembers.member("mia", Role.MAINTAINER, EnumSet.of(Scope.READ), Optional.empty()))
            .withToken(
                    "mia-shop",
                    KnownMembers.member("mia", Role.MAINTAINER, EnumSet.allOf(Scope.class), Optional.of("shop")));

    final Home home;
    final Database database;
    final Foundation foundation;
    final Server server;
    final Listening listening;

    private House(Home home, DatabaseAddress address, Listening listening, Plug engines, List<String> flags) {
        this.home = home;
        this.listening = listening;
        List<String> arguments = new ArrayList<>(flags);
        arguments.add("--home=" + home.root());
        if (flags.stream().noneMatch(flag -> flag.startsWith("--listen="))) {
            arguments.add("--listen=127.0.0.1:0");
        }
        ServerConfig config = ServerConfig.parse(arguments, Map.of());
        this.database = Database.open(address);
        this.foundation =
                Foundation.lay(config, home, database, Keyring.open(home.keys(), null), InstantSource.system());
        this.server = new Server(
                foundation, MEMBERS, ErrorPage.plain(), List.of(_ -> listening, _ -> accountPart(config), engines));
        server.start();
    }

    private AccountPart accountPart(ServerConfig config) {
        InstantSource clock = InstantSource.system();
        Accounts accounts = new Accounts(database, clock);
        return new AccountPart(
                accounts,
                new Teams(database, clock),
                new Tokens(database, clock, accounts),
                new Sessions(database, clock, accounts),
                config,
                clock);
    }

    static House open(Path root, String... flags) {
        return open(root, new Listening(), flags);
    }

    static House open(Path root, Listening listening, String... flags) {
        Home home = Home.open(root);
        return new House(home, DatabaseAddress.of(null, home.root()), listening, House::idle, List.of(flags));
    }

    /** A server that runs workflows. */
    static House building(Path root, String... flags) {
        Home home = Home.open(root);
        Plug runs = base -> new RunPart(
                base,
                RunSettings.NONE,
                JobGates.NONE,
                new DiskArtifactStore(home.artifacts(), Duration.ofDays(90), InstantSource.system()),
                System.getenv(),
                _ -> {});
        return new House(home, DatabaseAddress.of(null, home.root()), new Listening(), runs, List.of(flags));
    }

    /** A server that watches, with its pages. */
    static House watching(Path root, String... flags) {
        Home home = Home.open(root);
        House house =
                new House(home, DatabaseAddress.of(null, home.root()), new Listening(), Watching::over, List.of(flags));
        house.server.ready();
        return house;
    }

    private static Part idle(Foundation base) {
        return new Engines(base, new Ui.Look(new SessionCookie(false), InstantSource.system()));
    }

    static House over(Path root, DatabaseAddress address) {
        return new House(Home.open(root), address, new Listening(), House::idle, List.of());
    }

    String url(String credentials, String project) {
        return "http://" + credentials + "@127.0.0.1:" + server.port() + "/git/" + project + ".git";
    }

    @Override
    public void close() {
        server.close();
        database.close();
        home.close();
    }

    /** Finds fault with a delivery file that says "broken", and with a workflow that says so. */
    static class Listening implements Part {

        final List<Push> pushes = new CopyOnWriteArrayList<>();
        volatile @Nullable RuntimeException failure;

        @Override
        public List<Finding> check(String project, String ref, Map<String, String> files) {
            return files.entrySet().stream()
                    .filter(file -> file.getValue().contains("broken"))
                    .map(file ->
                            Finding.error("broken", new Position(file.getKey(), 3, 5), "this is broken", "mend it"))
                    .toList();
        }

        @Override
        public void onPush(Push push) {
            RuntimeException toThrow = failure;
            if (toThrow != null) {
                failure = null;
                throw toThrow;
            }
            pushes.add(push);
        }
    }
}
