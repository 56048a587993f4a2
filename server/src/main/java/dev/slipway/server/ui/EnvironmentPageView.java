package dev.slipway.server.ui;

import dev.slipway.server.rollout.Forecast.PlanView;
import java.util.Optional;

/**
 * One environment.
 *
 * @param cell what serves there
 * @param plan what deploying the newest release would change; absent when there is none, or it serves already with the secrets of now
 */
public record EnvironmentPageView(EnvironmentCell cell, Optional<PlanView> plan) {}
