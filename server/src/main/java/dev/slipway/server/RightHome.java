package dev.slipway.server;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.Repositories;
import dev.slipway.store.Database;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.Projects;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a folder belongs to a database. Asked before the lead is taken: a server that was started with another folder
 * has none of the repositories, artifacts and keys, so it could deliver nothing, yet would send away the server that can.
 * Where only some repositories are missing it is the right folder, which has lost them: the other projects go on.
 */
final class RightHome {

    private static final Logger LOG = LoggerFactory.getLogger(RightHome.class);
    private static final Projects PROJECTS = new Projects();

    private RightHome() {}

    /** @throws Problem UNAVAILABLE, code {@code home-of-another}, when no project's repository is below the folder */
    static void require(Database database, Home home) {
        Repositories repositories = new Repositories(home.repositories());
        List<String> known =
                database.read(PROJECTS::list).stream().map(Project::name).toList();
        List<String> missing =
                known.stream().filter(name -> !repositories.exists(name)).toList();
        if (!missing.isEmpty() && missing.size() == known.size()) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "home-of-another",
                    "the database knows projects whose repositories are not in " + home.repositories() + ": "
                            + String.join(", ", missing),
                    "start the server with the --home that this database was used with, or bring that folder here: it holds"
                            + " repositories, artifacts and the keys of the secrets. Where only a repository is lost: "
                            + wayOut(home, missing.getFirst()));
        }
        missing.forEach(name -> LOG.error(
                "the repository of {} is lost: {} is not there. The other projects go on. To mend it: {}",
                name,
                repositories.place(name),
                wayOut(home, name)));
    }

    private static String wayOut(Home home, String project) {
        return "bring it back from a backup, or make an empty one with `git init --bare "
                + home.repositories().resolve(project + ".git") + "` and push everything again";
    }
}
