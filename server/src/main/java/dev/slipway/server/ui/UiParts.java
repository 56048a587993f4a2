package dev.slipway.server.ui;

import dev.slipway.server.git.History;
import dev.slipway.server.git.PushJournal;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.server.project.Readers;
import dev.slipway.server.rollout.Commands;
import dev.slipway.server.rollout.InstanceOutput;
import dev.slipway.server.rollout.Overview;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.rollout.Previews;
import dev.slipway.server.rollout.Scoreboard;
import dev.slipway.server.run.RunQueries;
import dev.slipway.store.Database;

/**
 * What pages show and act on.
 *
 * @param database for what has no reader of its own: runs, audit, names of secrets
 * @param readers which projects let the jobs of others read them
 * @param plans releases with their configuration
 * @param previews environments that come with a branch and go with it
 * @param output what instances write
 * @param scores how well delivery does
 */
public record UiParts(
        Database database,
        ProjectRegister projects,
        Readers readers,
        PushJournal pushes,
        History history,
        Plans plans,
        Previews previews,
        Overview overview,
        Commands commands,
        InstanceOutput output,
        Scoreboard scores,
        RunQueries runs,
        RunCommands runCommands) {}
