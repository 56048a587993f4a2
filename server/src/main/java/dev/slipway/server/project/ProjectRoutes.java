package dev.slipway.server.project;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.PushDeliveries;
import dev.slipway.server.git.PushJournal;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.project.Project;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the API says of projects, and the door for webhooks. */
public final class ProjectRoutes implements RouteSource {

    private static final long USUAL_INTERVAL_SECONDS = 60;

    private final ProjectRegister projects;
    private final RemotePolls polls;
    private final PushJournal journal;
    private final PushDeliveries deliveries;
    private final Hook.Listener hooks;

    /** @param hooks hears of webhooks that say more than that something was pushed */
    public ProjectRoutes(
            ProjectRegister projects,
            RemotePolls polls,
            PushJournal journal,
            PushDeliveries deliveries,
            Hook.Listener hooks) {
        this.hooks = hooks;
        this.deliveries = deliveries;
        this.projects = projects;
        this.polls = polls;
        this.journal = journal;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/projects",
                        Access.filtered(Scope.READ, Role.VIEWER),
                        this::list,
                        "All projects."),
                new Route(
                        Method.POST,
                        "/api/v1/projects",
                        Access.wholeServer(Scope.WRITE, Role.MAINTAINER),
                        this::create,
                        "Make a project, perhaps following a remote."),
                new Route(
                        Method.GET,
                        "/api/v1/projects/{project}",
                        Access.inProject(Scope.READ, Role.VIEWER),
                        exchange -> exchange.json(view(projects.get(exchange.path("project")), exchange)),
                        "One project."),
                new Route(
                        Method.GET,
                        "/api/v1/projects/{project}/pushes",
                        Access.inProject(Scope.READ, Role.VIEWER),
                        this::pushes,
                        "Pushes and fetched changes, with what was found in their configuration."),
                new Route(
                        Method.POST,
                        "/api/v1/projects/{project}/pushes/{push}/retry",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::retry,
                        "Handle a push again that could not be handled."),
                new Route(
                        Method.POST,
                        "/api/v1/projects/{project}/fetch",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::fetch,
                        "Look at the project's remote now."),
                new Route(
                        Method.POST,
                        "/hooks/{project}",
                        Access.open("the signature says who sends it"),
                        this::hook,
                        "Webhook of GitHub, Gitea or GitLab: look at the project's remote now; run what a pull request starts."));
    }

    private void list(Exchange exchange) {
        exchange.json(projects.all().stream()
                .filter(project -> exchange.principal().mayReach(project.name()))
                .limit(exchange.limit())
                .map(project -> view(project, exchange))
                .toList());
    }

    private void create(Exchange exchange) {
        NewProject wanted = exchange.body(NewProject.class);
        if (wanted.name() == null) {
            throw Problem.of(Problem.Kind.INVALID, "name-missing", "the project needs a name", "send {\"name\": ...}");
        }
        Project made = projects.create(
                wanted.name(),
                Optional.ofNullable(wanted.remote()).map(NewRemoteView::toRemote),
                exchange.principal().name());
        if (made.remote() != null) {
            polls.soon(made.name());
        }
        exchange.json(201, view(made, exchange));
    }

    private void pushes(Exchange exchange) {
        Project project = projects.get(exchange.path("project"));
        exchange.json(journal.latest(project.name(), exchange.limit()));
    }

    private void retry(Exchange exchange) {
        String push = exchange.path("push");
        deliveries.retry(exchange.path("project"), push);
        exchange.json(202, Map.of("id", push));
    }

    private void fetch(Exchange exchange) {
        Project project = projects.get(exchange.path("project"));
        if (project.remote() == null) {
            throw Problem.of(
                    Problem.Kind.CONFLICT, "no-remote", project.name() + " follows no remote", "push to it instead");
        }
        polls.soon(project.name());
        exchange.json(202, Map.of("project", project.name()));
    }

    private void hook(Exchange exchange) {
        String project = exchange.path("project");
        Optional<String> secret = projects.webhookSecret(project);
        byte[] body = exchange.bytes();
        if (secret.isEmpty() || !WebhookSignature.valid(exchange.http()::header, body, secret.get())) {
            throw Problem.of(
                    Problem.Kind.UNAUTHENTICATED,
                    "bad-signature",
                    "the webhook's signature does not fit",
                    "give the project's remote a webhookSecret, and the sender the same one");
        }
        polls.soon(project);
        Stream.of("X-GitHub-Event", "X-Gitea-Event", "X-Gitlab-Event")
                .flatMap(name -> Stream.ofNullable(exchange.http().header(name)))
                .findFirst()
                .ifPresent(event -> hooks.onHook(new Hook(project, event, payload(exchange, body))));
        exchange.json(202, Map.of("project", project));
    }

    /** GitHub and Gitea send a form with the JSON in it, where nobody has chosen otherwise. */
    private static String payload(Exchange exchange, byte[] body) {
        String type = Optional.ofNullable(exchange.http().contentType()).orElse("");
        return type.startsWith("application/x-www-form-urlencoded")
                ? exchange.form().getOrDefault("payload", "")
                : new String(body, StandardCharsets.UTF_8);
    }

    private ProjectView view(Project project, Exchange exchange) {
        Project.Remote remote = project.remote();
        return new ProjectView(
                project.name(),
                exchange.origin() + "/git/" + project.name() + ".git",
                projects.defaultBranch(project),
                remote == null
                        ? null
                        : new RemoteView(
                                remote.url(),
                                remote.intervalSeconds(),
                                remote.sealedWebhookSecret() != null,
                                polls.lastError(project.name()).orElse(null)),
                project.createdAt());
    }

    record NewProject(@Nullable String name, @Nullable NewRemoteView remote) {}

    record NewRemoteView(
            @Nullable String url,
            @Nullable Long intervalSeconds,
            @Nullable String webhookSecret) {

        ProjectRegister.NewRemote toRemote() {
            return new ProjectRegister.NewRemote(
                    url == null ? "" : url,
                    Duration.ofSeconds(intervalSeconds == null ? USUAL_INTERVAL_SECONDS : intervalSeconds),
                    webhookSecret);
        }
    }

    record ProjectView(
            String name,
            String cloneUrl,
            String defaultBranch,
            @Nullable RemoteView remote,
            Instant createdAt) {}

    record RemoteView(
            String url,
            long intervalSeconds,
            boolean webhook,
            @Nullable String error) {}
}
