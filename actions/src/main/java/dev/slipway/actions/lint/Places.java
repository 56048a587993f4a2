package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Concurrency;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.RunDefaults;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Strategy;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks all places of a workflow where an expression may stand. */
final class Places {

    /** What a place wants its expression to give. */
    enum Wants {
        /** A text; objects and null make none. */
        TEXT,
        /** True or false. */
        BOOL,
        /** A number. */
        NUMBER,
        /** A text, a list of texts, or an object with labels. */
        LABELS,
        /** An object. */
        OBJECT,
        /** Anything. */
        ANYTHING
    }

    /** One place: its text, what it wants, and the types of what it may name. */
    record Place(Template template, Wants wants, Map<String, Type> contexts) {}

    private final ContextTypes types;
    private final List<Place> places = new ArrayList<>();

    private Places(Subject subject) {
        boolean namesSecrets = Block.of(subject.tree())
                .block("on")
                .flatMap(on -> on.block("workflow_call"))
                .filter(call -> call.has("secrets"))
                .isPresent();
        this.types = new ContextTypes(subject.workflow(), namesSecrets, subject.around());
    }

    static List<Place> of(Subject subject) {
        Places places = new Places(subject);
        places.workflow(subject.workflow());
        return places.places;
    }

    private void add(Optional<Template> template, Wants wants, Map<String, Type> contexts) {
        template.filter(text -> !text.isConstant()).ifPresent(text -> places.add(new Place(text, wants, contexts)));
    }

    private void workflow(Workflow workflow) {
        Map<String, Type> contexts = types.run();
        add(workflow.runName(), Wants.TEXT, contexts);
        texts(workflow.env(), contexts);
        defaults(workflow.defaults(), contexts);
        workflow.concurrency().ifPresent(concurrency -> concurrency(concurrency, contexts));
        workflow.calledBy().ifPresent(call -> called(call));
        workflow.jobs().forEach(this::job);
    }

    private void called(Trigger.WorkflowCall call) {
        for (int i = 0; i < call.inputs().size(); i++) {
            Trigger.CallInput input = call.inputs().get(i);
            Wants wants = switch (input.type()) {
                case BOOLEAN -> Wants.BOOL;
                case NUMBER -> Wants.NUMBER;
                case STRING, CHOICE, ENVIRONMENT -> Wants.TEXT;
            };
            add(input.defaultValue(), wants, types.inputsBefore(call, i));
        }
        call.outputs().forEach(output -> add(Optional.of(output.value()), Wants.TEXT, types.jobs()));
    }

    private void job(Job job) {
        Map<String, Type> before = types.beforeMatrix(job);
        add(Optional.of(job.condition().template()), Wants.ANYTHING, before);
        job.strategy().ifPresent(strategy -> strategy(strategy, before));
        Map<String, Type> contexts = types.job(job);
        add(job.name(), Wants.TEXT, contexts);
        job.concurrency().ifPresent(concurrency -> concurrency(concurrency, contexts));
        switch (job) {
            case StepJob steps -> steps(steps, contexts);
            case CallJob call -> {
                texts(call.with(), contexts);
                texts(call.secrets(), contexts);
            }
        }
    }

    private void strategy(Strategy strategy, Map<String, Type> contexts) {
        add(strategy.failFast(), Wants.BOOL, contexts);
        add(strategy.maxParallel(), Wants.NUMBER, contexts);
        strategy.matrix().ifPresent(matrix -> anything(matrix, contexts));
    }

    private void steps(StepJob job, Map<String, Type> contexts) {
        job.runsOn().templates().forEach(label -> add(Optional.of(label), Wants.LABELS, contexts));
        job.container().ifPresent(tree -> container(tree, contexts));
        job.services().ifPresent(tree -> services(tree, contexts));
        texts(job.env(), contexts);
        defaults(job.defaults(), contexts);
        add(job.timeoutMinutes(), Wants.NUMBER, contexts);
        add(job.continueOnError(), Wants.BOOL, contexts);
        job.environment().ifPresent(environment -> {
            add(Optional.of(environment.name()), Wants.TEXT, contexts);
            add(environment.url(), Wants.TEXT, types.step(job, job.steps().size()));
        });
        job.snapshot().ifPresent(snapshot -> {
            add(Optional.of(snapshot.imageName()), Wants.TEXT, contexts);
            add(Optional.of(snapshot.condition().template()), Wants.ANYTHING, contexts);
        });
        for (int i = 0; i < job.steps().size(); i++) {
            step(job.steps().get(i), types.step(job, i));
        }
        Map<String, Type> end = types.step(job, job.steps().size());
        job.outputs().values().forEach(output -> add(Optional.of(output), Wants.TEXT, end));
    }

    private void container(Tree tree, Map<String, Type> contexts) {
        if (tree instanceof Tree.Fields fields) {
            for (Tree.Field field : fields.fields()) {
                boolean credentials = field.key().source().equals("credentials");
                if (field.value() instanceof Tree.Leaf leaf) {
                    add(Optional.of(leaf.template()), credentials ? Wants.OBJECT : Wants.ANYTHING, contexts);
                } else {
                    anything(field.value(), contexts);
                }
            }
        } else {
            anything(tree, contexts);
        }
    }

    private void services(Tree tree, Map<String, Type> contexts) {
        switch (tree) {
            case Tree.Leaf leaf -> add(Optional.of(leaf.template()), Wants.OBJECT, contexts);
            case Tree.Fields fields -> fields.fields().forEach(field -> container(field.value(), contexts));
            case Tree.Items _ -> {}
        }
    }

    private void step(Step step, Map<String, Type> contexts) {
        add(step.name(), Wants.TEXT, contexts);
        add(Optional.of(step.condition().template()), Wants.ANYTHING, contexts);
        texts(step.env(), contexts);
        add(step.timeoutMinutes(), Wants.NUMBER, contexts);
        add(step.continueOnError(), Wants.BOOL, contexts);
        switch (step.work()) {
            case Step.Work.Run run -> {
                add(Optional.of(run.script()), Wants.TEXT, contexts);
                add(run.shell(), Wants.TEXT, contexts);
                add(run.workingDirectory(), Wants.TEXT, contexts);
            }
            case Step.Work.Uses uses -> texts(uses.with(), contexts);
            case Step.Work.Parallel parallel -> parallel.steps().forEach(inner -> step(inner, contexts));
            case Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _ -> {}
        }
    }

    private void concurrency(Concurrency concurrency, Map<String, Type> contexts) {
        add(Optional.of(concurrency.group()), Wants.TEXT, contexts);
        add(concurrency.cancelInProgress(), Wants.BOOL, contexts);
    }

    private void defaults(RunDefaults defaults, Map<String, Type> contexts) {
        add(defaults.shell(), Wants.TEXT, contexts);
        add(defaults.workingDirectory(), Wants.TEXT, contexts);
    }

    /** Names with texts; the whole may be an expression that gives an object. */
    private void texts(Tree tree, Map<String, Type> contexts) {
        switch (tree) {
            case Tree.Leaf leaf -> add(Optional.of(leaf.template()), Wants.OBJECT, contexts);
            case Tree.Fields fields ->
                fields.fields().forEach(field -> {
                    if (field.inserted()) {
                        texts(field.value(), contexts);
                        return;
                    }
                    add(Optional.of(field.key()), Wants.TEXT, contexts);
                    field.value().templates().forEach(text -> add(Optional.of(text), Wants.TEXT, contexts));
                });
            case Tree.Items items -> anything(items, contexts);
        }
    }

    private void anything(Tree tree, Map<String, Type> contexts) {
        tree.templates().forEach(template -> add(Optional.of(template), Wants.ANYTHING, contexts));
    }
}
