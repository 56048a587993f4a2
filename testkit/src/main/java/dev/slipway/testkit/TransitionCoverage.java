package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.TransitionTable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Watches a transition table while tests run: a row that no test takes is a row that nobody knows to work. */
public final class TransitionCoverage<S extends Enum<S>, E extends Enum<E>> implements AutoCloseable {

    private final TransitionTable<S, E> table;
    private final Set<TransitionTable.Row<S, E>> visited = ConcurrentHashMap.newKeySet();
    private final AutoCloseable listening;

    private TransitionCoverage(TransitionTable<S, E> table) {
        this.table = table;
        this.listening = table.listen(visited::add);
    }

    /** Watches from now until closed. */
    public static <S extends Enum<S>, E extends Enum<E>> TransitionCoverage<S, E> of(TransitionTable<S, E> table) {
        return new TransitionCoverage<>(table);
    }

    public List<TransitionTable.Row<S, E>> unvisited() {
        return table.rows().stream().filter(row -> !visited.contains(row)).toList();
    }

    /** Fails with the rows that were not taken. */
    public void assertComplete() {
        assertThat(unvisited())
                .as("transitions of the %s that no test has visited", table.name())
                .isEmpty();
    }

    @Override
    public void close() throws Exception {
        listening.close();
    }
}
