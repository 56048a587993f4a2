package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Container;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.containers.CreateOptions;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The containers that a job asks for, evaluated.
 *
 * @param job the one that its steps run in
 * @param services those beside it, in the order they were written
 */
record ContainerOrders(Optional<Order> job, List<Order> services) {

    /**
     * One of them.
     *
     * @param name under which the others reach it
     */
    record Order(String name, Container container, CreateOptions options, Position position) {}

    /** @throws Problem with the position of what is wrong */
    static ContainerOrders of(StepJob job, Contexts contexts) {
        Optional<Order> own = job.container()
                .flatMap(tree -> at(tree.position(), () -> Container.of(tree.evaluate(contexts)))
                        .map(container -> order("job", container, tree)));
        List<Order> services = new ArrayList<>();
        job.services()
                .ifPresent(tree -> at(tree.position(), () -> Container.services(services(tree, contexts)))
                        .forEach((name, container) -> services.add(order(name, container, field(tree, name)))));
        return new ContainerOrders(own, List.copyOf(services));
    }

    boolean isEmpty() {
        return job.isEmpty() && services.isEmpty();
    }

    /** Where the first of them is written. */
    Position position() {
        return job.or(() -> services.stream().findFirst()).map(Order::position).orElseThrow();
    }

    private static Value services(Tree tree, Contexts contexts) {
        return tree.evaluate(contexts);
    }

    private static Order order(String name, Container container, Tree tree) {
        Position position = field(tree, "options").position();
        return new Order(
                name, container, at(position, () -> CreateOptions.parse(container.options())), tree.position());
    }

    private static Tree field(Tree tree, String name) {
        return tree instanceof Tree.Fields fields ? fields.get(name).orElse(tree) : tree;
    }

    private static <T> T at(Position position, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Problem problem) {
            String message = problem.message();
            String place = position.toString();
            throw Problem.of(
                    problem.kind(),
                    problem.code(),
                    message.startsWith(place) ? message : place + ": " + message,
                    problem.hint(),
                    problem);
        }
    }

    /** Ports of the container as {@code job.services} names them: without a protocol, which it does not show. */
    static Map<String, String> shownPorts(Map<String, Integer> ports) {
        Map<String, String> shown = new java.util.LinkedHashMap<>();
        ports.forEach((port, published) -> shown.put(port.replaceFirst("/.*$", ""), published.toString()));
        return shown;
    }
}
