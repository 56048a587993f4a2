package safeguard;

import java.io.IOException;
import java.nio.file.Path;

/** Keeps what was scored, in a file that several instances may write at the same time. */
final class Scores {

    private final ScoreFile file;

    Scores(Path folder) {
        this.file = new ScoreFile(folder);
    }

    synchronized void add(Score score) throws IOException {
        file.append(score);
    }
}
