package dev.slipway.server;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.Repositories;
import dev.slipway.store.Database;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.Projects;
import java.util.List;

/**
 * Whether a folder belongs to a database. Asked before the lead is taken: a server that was started with another folder
 * has none of the repositories, artifacts and keys, so it could deliver nothing, yet would send away the server that can.
 */
final class RightHome {

    private static final Projects PROJECTS = new Projects();

    private RightHome() {}

    /** @throws Problem UNAVAILABLE, code {@code home-of-another}, when a project's repository is not below the folder */
    static void require(Database database, Home home) {
        Repositories repositories = new Repositories(home.repositories());
        List<String> missing = database.read(PROJECTS::list).stream()
                .map(Project::name)
                .filter(name -> !repositories.exists(name))
                .toList();
        if (!missing.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "home-of-another",
                    "the database knows projects whose repositories are not in " + home.repositories() + ": "
                            + String.join(", ", missing),
                    "start the server with the --home that this database was used with, or bring that folder here: it holds"
                            + " repositories, artifacts and the keys of the secrets");
        }
    }
}
