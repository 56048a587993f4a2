package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Source;
import dev.slipway.actions.workflow.Workflow;

/**
 * What rules look at.
 *
 * @param workflow as far as it could be understood
 * @param tree the same as it was written
 * @param source its text
 */
record Subject(Workflow workflow, Tree tree, Source source) {}
