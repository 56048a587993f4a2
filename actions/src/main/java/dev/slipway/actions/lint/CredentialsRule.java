package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.StepJob;
import java.util.Optional;

/** Credentials of a registry that are not complete, or that stand in the file for everybody to read. */
final class CredentialsRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            if (job instanceof StepJob steps) {
                steps.container().ifPresent(container -> container(container, report));
                steps.services()
                        .map(Block::of)
                        .ifPresent(services -> services.fields().forEach(field -> container(field.value(), report)));
            }
        }
    }

    private static void container(Tree tree, Report report) {
        Optional<Block> credentials = Block.of(tree)
                .get("credentials")
                .filter(Tree.Fields.class::isInstance)
                .map(Block::of);
        if (credentials.isEmpty()) {
            return;
        }
        Block block = credentials.get();
        if (!block.has("username") || !block.has("password")) {
            report.warn(
                    "bad-credentials",
                    block.position(),
                    "credentials need both 'username' and 'password'",
                    "add the one that is missing");
        }
        block.template("password")
                .filter(Template::isConstant)
                .ifPresent(password -> report.warn(
                        "written-password",
                        password.position(),
                        "the password is written out for everybody who can read the repository",
                        "keep it as a secret and write ${{ secrets.NAME }}"));
    }
}
