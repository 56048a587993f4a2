package dev.slipway.server.ui;

import dev.slipway.server.rollout.Forecast.PlanView;
import java.util.List;
import java.util.Optional;

/**
 * One environment.
 *
 * @param cell what serves there
 * @param plan what deploying the newest release would change; absent when there is none, or it serves already with the secrets of now
 * @param scores how well delivery to it does
 */
public record EnvironmentPageView(EnvironmentCell cell, Optional<PlanView> plan, List<ScoreLine> scores) {}
