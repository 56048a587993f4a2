package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command without a word after it. */
@Command(
        name = "slipway",
        description = "From git push to production, and back again if it fails.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Also, in processes of their own:",
            "  slipway server   the control plane: API, web UI, git, runs, rollouts",
            "  slipway edge     the reverse proxy that carries user traffic",
            "  slipway run      runs the workflows of the current folder here, without a server",
            "  slipway lint     checks slipway.yml and the workflows of the current folder",
            "  slipway rules    checks, tests and adds rule files",
            "  slipway daemon   tells of the process that keeps run, lint and rules quick",
            "",
            "Start:  slipway demo   shows the whole way on this machine",
            "        slipway init   writes a slipway.yml for the current folder",
            "",
            "Exit codes: 0 done, 1 the rollout did not succeed, 64 wrong usage, 65 wrong",
            "input, 66 not found, 69 something is not there, 70 a defect of Slipway,",
            "75 not possible now, 77 not allowed."
        })
final class Slipway {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
