package dev.slipway.observe.store;

import dev.slipway.observe.block.BlockDamage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Damage found in blocks since the start, each piece once, up to a number of them. */
final class Damages {

    private static final int MOST = 1000;

    private final Set<BlockDamage> found = new LinkedHashSet<>();

    synchronized void add(BlockDamage damage) {
        if (found.size() < MOST) {
            found.add(damage);
        }
    }

    synchronized List<BlockDamage> all() {
        return List.copyOf(found);
    }
}
