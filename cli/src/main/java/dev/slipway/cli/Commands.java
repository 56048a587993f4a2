package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** All commands by name. Only the one that was asked for is built: looking at all of them would take time. */
final class Commands {

    private static final Map<String, Function<Surroundings, CommandLine>> ALL = new LinkedHashMap<>();

    static {
        add("init", InitCommand::new);
        add("doctor", DoctorCommand::new);
        add("demo", DemoCommand::new);
        add("login", LoginCommand::new);
        ALL.put("projects", Commands::projects);
        add("open", OpenCommand::new);
        add("password", PasswordCommand::new);
        ALL.put("users", Commands::users);
        ALL.put("teams", Commands::teams);
        ALL.put("tokens", Commands::tokens);
        ALL.put("secrets", here -> SettingsCommand.commandLine(here, SettingsCommand.Kind.SECRETS));
        ALL.put("variables", here -> SettingsCommand.commandLine(here, SettingsCommand.Kind.VARIABLES));
        ALL.put("pushes", Commands::pushes);
        ALL.put("runs", Commands::runs);
        add("logs", LogsCommand::new);
        add("releases", ReleasesCommand::new);
        add("status", StatusCommand::new);
        ALL.put("lanes", here -> new CommandLine(new LanesCommand(here)).addSubcommand(new LanesCommand.Free(here)));
        ALL.put("previews", Commands::previews);
        add("plan", PlanCommand::new);
        add("deploy", DeployCommand::new);
        add("rollouts", RolloutsCommand::new);
        add("judge", JudgeCommand::new);
        add("dora", DoraCommand::new);
        add("approve", ReviewCommand.Approve::new);
        add("confirm", ReviewCommand.Confirm::new);
        add("reject", ReviewCommand.Reject::new);
        add("promote", SteeringCommand.Promote::new);
        add("pause", SteeringCommand.Pause::new);
        add("resume", SteeringCommand.Resume::new);
        add("abort", SteeringCommand.Abort::new);
        add("rollback", RollbackCommand::new);
        add("restart", RestartCommand::new);
        add("query", QueryCommand::new);
        ALL.put("alerts", Commands::alerts);
        ALL.put("probes", Commands::probes);
        ALL.put("incidents", Commands::incidents);
        ALL.put("edge", here -> new CommandLine(new EdgeCommand(here)).addSubcommand(new EdgeCommand.Upgrade(here)));
        add("git-credential", GitCredentialCommand::new);
        add("version", VersionCommand::new);
    }

    private Commands() {}

    /** The command line for these arguments: with one command where they name one, else with all of them. */
    static CommandLine commandLine(Surroundings here, String[] arguments) {
        CommandLine root = new CommandLine(new Slipway());
        Function<Surroundings, CommandLine> named = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (named != null) {
            root.addSubcommand(arguments[0], named.apply(here));
        } else {
            ALL.forEach((name, make) -> root.addSubcommand(name, make.apply(here)));
        }
        return root;
    }

    private static void add(String name, Function<Surroundings, Object> make) {
        ALL.put(name, here -> new CommandLine(make.apply(here)));
    }

    private static CommandLine projects(Surroundings here) {
        return new CommandLine(new ProjectsCommand(here))
                .addSubcommand(new ProjectsCommand.ListThem(here))
                .addSubcommand(new ProjectsCommand.Create(here))
                .addSubcommand(new ProjectsCommand.Connect(here))
                .addSubcommand(new ReadersCommand(here))
                .addSubcommand(new ReportCommand(here))
                .addSubcommand(new ReportCommand.Statuses(here));
    }

    private static CommandLine runs(Surroundings here) {
        return new CommandLine(new RunsCommand(here))
                .addSubcommand(new RunsCommand.Rerun(here))
                .addSubcommand(new RunsCommand.Cancel(here));
    }

    private static CommandLine alerts(Surroundings here) {
        return new CommandLine(new AlertsCommand(here))
                .addSubcommand(new AlertsCommand.Ack(here))
                .addSubcommand(new AlertsCommand.Way(here))
                .addSubcommand(new AlertsCommand.OnCall(here));
    }

    private static CommandLine probes(Surroundings here) {
        return new CommandLine(new ProbesCommand(here))
                .addSubcommand(new ProbesCommand.CheckNow(here))
                .addSubcommand(new ProbesCommand.Beat(here));
    }

    private static CommandLine incidents(Surroundings here) {
        return new CommandLine(new IncidentsCommand(here))
                .addSubcommand(new IncidentsCommand.Begin(here))
                .addSubcommand(new IncidentsCommand.Say(here));
    }

    private static CommandLine previews(Surroundings here) {
        return new CommandLine(new PreviewsCommand(here)).addSubcommand(new PreviewsCommand.Remove(here));
    }

    private static CommandLine pushes(Surroundings here) {
        return new CommandLine(new PushesCommand(here)).addSubcommand(new PushesCommand.Retry(here));
    }

    private static CommandLine users(Surroundings here) {
        return new CommandLine(new UsersCommand(here))
                .addSubcommand(new UsersCommand.ListThem(here))
                .addSubcommand(new UsersCommand.Add(here))
                .addSubcommand(new UsersCommand.Remove(here))
                .addSubcommand(new UsersCommand.Restore(here))
                .addSubcommand(new UsersCommand.GiveRole(here))
                .addSubcommand(new UsersCommand.SetPassword(here));
    }

    private static CommandLine teams(Surroundings here) {
        return new CommandLine(new TeamsCommand(here))
                .addSubcommand(new TeamsCommand.ListThem(here))
                .addSubcommand(new TeamsCommand.Add(here))
                .addSubcommand(new TeamsCommand.Remove(here))
                .addSubcommand(new TeamsCommand.Join(here))
                .addSubcommand(new TeamsCommand.Leave(here));
    }

    private static CommandLine tokens(Surroundings here) {
        return new CommandLine(new TokensCommand(here))
                .addSubcommand(new TokensCommand.ListThem(here))
                .addSubcommand(new TokensCommand.Create(here))
                .addSubcommand(new TokensCommand.Revoke(here));
    }
}
