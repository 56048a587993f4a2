package dev.slipway.server.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this machine's own git settings out of Slipway's repositories: no system, user or JGit configuration is read
 * and no {@code GIT_*} variable is seen, so that neither can name a hook, a filter or a credential program (the lesson
 * of Gitea's and Gogs' remote executions).
 */
public final class IsolatedGit extends SystemReader.Delegate {

    /** Fetches over ssh run the machine's own client, with the keys of the account that the server runs as. */
    private static final String SSH = "ssh";

    private IsolatedGit(SystemReader machine) {
        super(machine);
    }

    /** Isolates every use of JGit in this process. Calling it again changes nothing. */
    public static synchronized void install() {
        SystemReader machine = SystemReader.getInstance();
        if (!(machine instanceof IsolatedGit)) {
            SystemReader.setInstance(new IsolatedGit(machine));
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        if (variable.equals("GIT_SSH")) {
            return SSH;
        }
        return variable.startsWith("GIT_") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    /** Has nothing, reads nothing, keeps nothing, is never out of date. */
    private static final class EmptyConfig extends FileBasedConfig {
        EmptyConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            clear();
        }

        @Override
        public void save() {
            // There is no file to keep JGit's own measurements in; it measures anew.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
