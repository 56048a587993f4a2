package dev.slipway.server;

import dev.slipway.kernel.Ids;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.git.Checkouts;
import dev.slipway.server.git.History;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.PushDeliveries;
import dev.slipway.server.git.PushJournal;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.git.Trees;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.server.project.Readers;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.web.Events;
import dev.slipway.server.web.Metrics;
import dev.slipway.store.Database;
import java.time.Duration;
import java.time.InstantSource;

/** What every part of the server stands on. */
public record Foundation(
        ServerConfig config,
        Home home,
        InstantSource clock,
        Ids ids,
        Database database,
        Keyring keyring,
        Events events,
        Metrics metrics,
        Repositories repositories,
        PushJournal journal,
        PushDeliveries deliveries,
        ProjectRegister projects,
        JobKeys jobKeys) {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

    /** Lays it over an open home and database. */
    static Foundation lay(ServerConfig config, Home home, Database database, Keyring keyring, InstantSource clock) {
        Events events = new Events();
        Repositories repositories = new Repositories(home.repositories());
        PushJournal journal = new PushJournal(database);
        ProjectRegister projects = new ProjectRegister(
                database,
                repositories,
                events,
                keyring,
                new ProjectRegister.Rules(config.createByPush(), config.remotes()),
                clock);
        return new Foundation(
                config,
                home,
                clock,
                new Ids(clock),
                database,
                keyring,
                events,
                new Metrics(),
                repositories,
                journal,
                new PushDeliveries(journal, repositories, FIRST_RETRY),
                projects,
                new JobKeys());
    }

    /** The actions that jobs have used, and where more come from. */
    public ActionRepositories actions() {
        return new ActionRepositories(
                home.caches().resolve("actions"), config.actions().serving(home.repositories()));
    }

    /** Which projects let the jobs of others read them. */
    public Readers readers() {
        return new Readers(database, events, clock);
    }

    public History history() {
        return new History(repositories);
    }

    public Trees trees() {
        return new Trees(repositories);
    }

    public Checkouts checkouts() {
        return new Checkouts(repositories);
    }
}
