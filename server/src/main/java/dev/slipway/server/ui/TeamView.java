package dev.slipway.server.ui;

import dev.slipway.store.account.Team;
import java.util.List;

/** The page of teams, by name. */
public record TeamView(List<Team> teams) {}
