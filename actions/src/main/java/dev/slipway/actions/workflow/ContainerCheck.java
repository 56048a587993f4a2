package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;

/**
 * Containers need an image. As GitHub's readers do, it looks at those only that hold no expressions, and lets an empty
 * {@code container} be: that is a job without one.
 */
final class ContainerCheck {

    private static final String PREFIX = "docker://";

    private ContainerCheck() {}

    static void check(Block job, Faults faults) {
        job.get("container").ifPresent(tree -> check(tree, job.keyPosition("container"), false, faults));
        job.fields("services").forEach(field -> check(field.value(), field.key().position(), true, faults));
    }

    private static void check(Tree container, Position key, boolean needed, Faults faults) {
        if (container.isConstant() && lacks(container, needed)) {
            faults.wrong(
                    Fault.Stage.MEANING,
                    "no-image",
                    container.position(),
                    key,
                    "Container image cannot be empty",
                    "add 'image:' with the name of one");
        }
    }

    private static boolean lacks(Tree container, boolean needed) {
        return switch (container) {
            case Tree.Leaf leaf -> isEmpty(leaf.template().source(), needed);
            case Tree.Fields _ ->
                Block.of(container)
                        .template("image")
                        .map(image -> isEmpty(image.source(), needed))
                        .orElse(true);
            case Tree.Items _ -> false;
        };
    }

    private static boolean isEmpty(String image, boolean needed) {
        return image.equals(PREFIX) || (needed && image.isEmpty());
    }
}
