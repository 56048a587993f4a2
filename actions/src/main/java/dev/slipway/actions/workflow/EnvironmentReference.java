package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import java.util.Optional;

/**
 * The environment that a job deploys to.
 *
 * @param url shown with the deployment; evaluated when the job has ended
 * @param deployment whether a deployment is recorded; true where nothing is written
 */
public record EnvironmentReference(Template name, Optional<Template> url, Optional<Template> deployment) {}
