package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.kernel.Position;

/** Credentials of containers that are not complete or stand in the file for everybody to read. */
final class CredentialsRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        for (Tree.Field job : Block.of(subject.tree()).fields("jobs")) {
            Block block = Block.of(job.value());
            block.get("container").ifPresent(tree -> container(tree, subject, report));
            block.fields("services").forEach(field -> container(field.value(), subject, report));
        }
    }

    private static void container(Tree tree, Subject subject, Report report) {
        Block container = Block.of(tree);
        container
                .get("credentials")
                .filter(Tree.Fields.class::isInstance)
                .ifPresent(credentials ->
                        credentials(Block.of(credentials), container.keyPosition("credentials"), subject, report));
    }

    private static void credentials(Block block, Position key, Subject subject, Report report) {
        if (!block.has("username") || !block.has("password")) {
            report.warn(
                    "bad-credentials",
                    key,
                    "credentials need both 'username' and 'password'",
                    "add the one that is missing");
        }
        block.template("password")
                .filter(Template::isConstant)
                .filter(password -> !subject.source().isExpression(password.position()))
                .ifPresent(password -> report.warn(
                        "written-password",
                        password.position(),
                        "the password is written out for everybody who can read the repository",
                        "keep it as a secret and write ${{ secrets.NAME }}"));
    }
}
