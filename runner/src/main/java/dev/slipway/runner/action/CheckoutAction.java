package dev.slipway.runner.action;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        ActionCall.Facts facts = call.facts();
        SourceProvider.Checkout checkout = call.stores()
                .source()
                .checkout(
                        new SourceProvider.Request(
                                facts.project(),
                                call.input("ref"),
                                facts.ref(),
                                facts.commit(),
                                call.number("fetch-depth", 1),
                                call.flag("fetch-tags", false)),
                        made);
        call.reach().settle(made, folder);
        call.say("Checked out " + checkout.commit() + " of " + checkout.ref());
        return ActionResult.of(Map.of("ref", checkout.ref(), "commit", checkout.commit()));
    }

    private static void refuseUnsupported(ActionCall call) {
        call.input("repository")
                .filter(repository -> !repository.equalsIgnoreCase(call.facts().repository()))
                .ifPresent(other -> call.refuse(
                        "repository",
                        "a job reads its own project only, for no project can allow others to read it; clone '" + other
                                + "' with git in a run step, with a secret that opens it"));
        call.refuse("sparse-checkout", "leave it out: the whole tree is checked out");
        call.refuse("lfs", "run `git lfs pull` in a run step");
        call.refuse("submodules", "run `git submodule update --init` in a run step");
    }
}
