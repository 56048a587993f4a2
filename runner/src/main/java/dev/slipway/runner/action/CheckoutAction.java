package dev.slipway.runner.action;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code actions/checkout}: the code of the run's commit, or of another ref, as a git working tree. */
final class CheckoutAction implements NativeAction {

    private static final Set<String> LEFT = Set.of("lfs", "sparse-checkout", "submodules");

    @Override
    public List<String> inputs() {
        return List.of(
                "repository",
                "ref",
                "token",
                "ssh-key",
                "ssh-known-hosts",
                "ssh-strict",
                "ssh-user",
                "persist-credentials",
                "path",
                "clean",
                "filter",
                "sparse-checkout",
                "sparse-checkout-cone-mode",
                "fetch-depth",
                "fetch-tags",
                "show-progress",
                "lfs",
                "submodules",
                "set-safe-directory",
                "github-server-url");
    }

    @Override
    public boolean does(Map<String, String> inputs) {
        return LEFT.stream().noneMatch(name -> asks(inputs.getOrDefault(name, "")));
    }

    private static boolean asks(String value) {
        return !value.isBlank() && !value.strip().equalsIgnoreCase("false");
    }

    @Override
    public ActionResult run(ActionCall call) throws IOException, InterruptedException {
        refuseUnsupported(call);
        SourceProvider.Request request = request(call);
        Path work = call.workspace().work();
        Path folder = call.file(call.input("path").orElse("."));
        if (!folder.startsWith(work)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-input",
                    "Repository path '" + folder + "' is not under '" + work + "'",
                    "give a path below the workspace");
        }
        Path made = call.reach().prepare(folder);
        SourceProvider.Checkout checkout = call.stores().source().checkout(request, made);
        call.reach().settle(made, folder);
        call.say("Checked out " + checkout.commit() + " of " + checkout.ref());
        return ActionResult.of(Map.of("ref", checkout.ref(), "commit", checkout.commit()));
    }

    /** Of another project that is its default branch, where no ref is named. */
    private static SourceProvider.Request request(ActionCall call) {
        ActionCall.Facts facts = call.facts();
        Optional<OtherProjects.Found> other = call.other(OtherProjects.Part.CODE);
        return new SourceProvider.Request(
                other.map(OtherProjects.Found::project).orElse(facts.project()),
                call.input("ref").or(() -> other.map(OtherProjects.Found::ref)),
                facts.ref(),
                facts.commit(),
                call.number("fetch-depth", 1),
                call.flag("fetch-tags", false),
                submodules(call));
    }

    private static void refuseUnsupported(ActionCall call) {
        call.refuse("sparse-checkout", "leave it out: the whole tree is checked out");
        call.refuse("lfs", "run `git lfs pull` in a run step");
        if (!call.stores().source().bringsSubmodules()) {
            call.refuse("submodules", "run `git submodule update --init` in a run step");
        }
    }

    private static SourceProvider.Submodules submodules(ActionCall call) {
        return call.input("submodules").filter("recursive"::equalsIgnoreCase).isPresent()
                ? SourceProvider.Submodules.RECURSIVE
                : call.flag("submodules", false) ? SourceProvider.Submodules.DIRECT : SourceProvider.Submodules.NONE;
    }
}
