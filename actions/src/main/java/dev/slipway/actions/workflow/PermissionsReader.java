package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Tree;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code permissions}. */
final class PermissionsReader {

    private PermissionsReader() {}

    static Optional<Permissions> read(Block block) {
        Optional<Tree> tree = block.get("permissions");
        if (tree.isEmpty()) {
            return Optional.empty();
        } else if (tree.get() instanceof Tree.Leaf leaf) {
            Permissions.Base base = leaf.template().source().equals("write-all")
                    ? Permissions.Base.WRITE_ALL
                    : Permissions.Base.READ_ALL;
            return Optional.of(new Permissions(base, Map.of()));
        }
        Map<String, Permissions.Access> scopes = new LinkedHashMap<>();
        Block scopesBlock = Block.of(tree.get());
        for (Tree.Field field : scopesBlock.fields()) {
            access(field.value()).ifPresent(access -> scopes.put(field.key().source(), access));
        }
        return Optional.of(new Permissions(Permissions.Base.NONE, scopes));
    }

    private static Optional<Permissions.Access> access(Tree tree) {
        if (tree instanceof Tree.Leaf leaf) {
            for (Permissions.Access access : Permissions.Access.values()) {
                if (access.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(leaf.template().source())) {
                    return Optional.of(access);
                }
            }
        }
        return Optional.empty();
    }
}
