package dev.slipway.kernel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A state machine as data: which event leads from which state to which. Machines are tables so that they can be read,
 * drawn, and checked for transitions that no test has visited; what a transition does lives with the machine's owner.
 *
 * @param <S> the states, each documented at its constant
 * @param <E> the events
 */
public final class TransitionTable<S extends Enum<S>, E extends Enum<E>> {

    private final String name;
    private final S initial;
    private final List<Row<S, E>> rows;
    private final Map<S, Map<E, Row<S, E>>> byState;
    private final List<Consumer<Row<S, E>>> listeners = new CopyOnWriteArrayList<>();

    private TransitionTable(Builder<S, E> builder) {
        this.name = builder.name;
        this.initial = builder.initial;
        this.rows = List.copyOf(builder.rows);
        this.byState = new EnumMap<>(builder.states);
        for (Row<S, E> row : rows) {
            Row<S, E> twin = byState.computeIfAbsent(row.from(), _ -> new EnumMap<>(builder.events))
                    .put(row.event(), row);
            if (twin != null) {
                throw new IllegalArgumentException(
                        name + ": two rows for " + row.event() + " in " + row.from() + " in the table");
            }
        }
    }

    public static <S extends Enum<S>, E extends Enum<E>> Builder<S, E> named(
            String name, S initial, Class<S> states, Class<E> events) {
        return new Builder<>(name, initial, states, events);
    }

    public String name() {
        return name;
    }

    public S initial() {
        return initial;
    }

    public List<Row<S, E>> rows() {
        return rows;
    }

    public boolean allows(S from, E event) {
        return byState.getOrDefault(from, Map.of()).containsKey(event);
    }

    /** The events that can happen in a state; empty for a terminal one. */
    public Set<E> events(S from) {
        return byState.getOrDefault(from, Map.of()).keySet();
    }

    /** A state that nothing leads out of. */
    public boolean isTerminal(S state) {
        return events(state).isEmpty();
    }

    /**
     * The state that the event leads to.
     *
     * @throws Problem of kind CONFLICT, code {@code illegal-transition}, when the table has no such row
     */
    public S next(S from, E event) {
        Row<S, E> row = byState.getOrDefault(from, Map.of()).get(event);
        if (row == null) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "illegal-transition",
                    "a " + name + " that is " + from + " cannot take " + event,
                    "in this state it can take " + (isTerminal(from) ? "nothing more" : events(from)));
        }
        listeners.forEach(listener -> listener.accept(row));
        return row.to();
    }

    /** Tells the listener of every transition taken from now on, until the result is closed. */
    public AutoCloseable listen(Consumer<Row<S, E>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** The table as a Mermaid state diagram. */
    public String toMermaid() {
        StringBuilder out = new StringBuilder("stateDiagram-v2\n    [*] --> ")
                .append(initial)
                .append('\n');
        for (Row<S, E> row : rows) {
            out.append("    ")
                    .append(row.from())
                    .append(" --> ")
                    .append(row.to())
                    .append(" : ");
            out.append(row.event()).append('\n');
        }
        rows.stream()
                .map(Row::to)
                .filter(this::isTerminal)
                .distinct()
                .forEach(state -> out.append("    ").append(state).append(" --> [*]\n"));
        return out.toString();
    }

    /**
     * One allowed transition.
     *
     * @param why when it happens, one clause for the diagram's reader
     */
    public record Row<S, E>(S from, E event, S to, String why) {}

    /** Collects the rows of a table. */
    public static final class Builder<S extends Enum<S>, E extends Enum<E>> {
        private final String name;
        private final S initial;
        private final Class<S> states;
        private final Class<E> events;
        private final List<Row<S, E>> rows = new ArrayList<>();

        private Builder(String name, S initial, Class<S> states, Class<E> events) {
            this.name = name;
            this.initial = initial;
            this.states = states;
            this.events = events;
        }

        public Builder<S, E> row(S from, E event, S to, String why) {
            rows.add(new Row<>(from, event, to, why));
            return this;
        }

        /** The same event from several states to one. */
        public Builder<S, E> rows(Set<S> from, E event, S to, String why) {
            from.stream().sorted().forEach(state -> row(state, event, to, why));
            return this;
        }

        public TransitionTable<S, E> build() {
            return new TransitionTable<>(this);
        }
    }
}
