package dev.slipway.server.project;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.ProjectDirectory;
import dev.slipway.server.git.RemoteAddress;
import dev.slipway.server.git.RemotePolicy;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.web.Change;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.Projects;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** All projects: a row in the database and a repository on the disk for each. */
public final class ProjectRegister implements ProjectDirectory {

    private static final String MAIN = "main";

    /** No remote is asked more often. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

    private final Database database;
    private final Projects projects = new Projects();
    private final Repositories repositories;
    private final Events events;
    private final Keyring keyring;
    private final Rules rules;
    private final InstantSource clock;

    public ProjectRegister(
            Database database,
            Repositories repositories,
            Events events,
            Keyring keyring,
            Rules rules,
            InstantSource clock) {
        this.database = database;
        this.repositories = repositories;
        this.events = events;
        this.keyring = keyring;
        this.rules = rules;
        this.clock = clock;
    }

    /** All of them, by name. */
    public List<Project> all() {
        return database.read(projects::list);
    }

    public List<String> names() {
        return all().stream().map(Project::name).toList();
    }

    public Optional<Project> find(String name) {
        return database.read(context -> projects.find(context, name));
    }

    /** @throws Problem of kind NOT_FOUND, code {@code no-project} */
    public Project get(String name) {
        return database.read(context -> projects.get(context, name));
    }

    /** The branch that HEAD of the project's repository points at. */
    public String defaultBranch(Project project) {
        return repositories.exists(project.name())
                ? repositories.defaultBranch(project.name())
                : project.defaultBranch();
    }

    @Override
    public boolean exists(String project) {
        return find(project).isPresent();
    }

    /**
     * Makes a project with an empty repository.
     *
     * @param name see {@link ProjectName}
     * @param remote to follow from now on
     * @param user who wants it
     * @throws Problem codes {@code bad-project-name}, {@code project-exists}, {@code bad-remote},
     *     {@code webhook-secret-empty}
     */
    public Project create(String name, Optional<NewRemote> remote, String user) {
        ProjectName checked = new ProjectName(name);
        remote.ifPresent(wanted -> RemoteAddress.parse(wanted.url(), rules.remotes()));
        Project project = new Project(
                checked.text(), MAIN, remote.map(wanted -> remote(name, wanted)).orElse(null), clock.instant());
        repositories.create(checked.text(), MAIN);
        database.execute(context -> insert(context, project, user));
        return project;
    }

    private Project.Remote remote(String name, NewRemote wanted) {
        String secret = wanted.webhookSecret();
        if (secret != null && secret.isBlank()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "webhook-secret-empty",
                    "an empty webhookSecret lets everybody send webhooks",
                    "give a long random one, or leave it out");
        }
        Duration interval = wanted.interval().compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : wanted.interval();
        return new Project.Remote(
                wanted.url(), interval.toSeconds(), secret == null ? null : keyring.sealText(place(name), secret));
    }

    @Override
    public void createByPush(String project, String user) {
        if (!rules.createByPush()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-such-project",
                    "there is no project '" + project + "'",
                    "pushes do not create projects here; create it first: slipway projects create " + project);
        }
        try {
            create(project, Optional.empty(), user);
        } catch (Problem problem) {
            if (!problem.code().equals("project-exists")) {
                throw problem;
            }
        }
    }

    private void insert(DSLContext context, Project project, String user) {
        projects.create(context, project);
        if (project.remote() != null) {
            RemotePolls.schedule(context, project.name(), clock.instant());
        }
        Audit.append(
                context,
                new AuditEntry(
                        clock.instant(),
                        user,
                        "project.create",
                        "project/" + project.name(),
                        project.name(),
                        "created the project " + project.name()));
        Database.afterCommit(
                context, () -> events.publish(new Change(Change.Kind.PROJECT, project.name(), project.name())));
    }

    /** What a webhook of the project must be signed with. */
    Optional<String> webhookSecret(String name) {
        return find(name)
                .map(Project::remote)
                .map(Project.Remote::sealedWebhookSecret)
                .map(secret -> keyring.openText(place(name), secret));
    }

    private static String place(String name) {
        return "webhook/" + name;
    }

    /**
     * @param createByPush whether a first push makes the project
     * @param remotes where projects may be fetched from
     */
    public record Rules(boolean createByPush, RemotePolicy remotes) {}

    /**
     * A remote as it is asked for.
     *
     * @param interval time between two looks
     * @param webhookSecret absent when there is no webhook
     */
    public record NewRemote(
            String url, Duration interval, @Nullable String webhookSecret) {}
}
