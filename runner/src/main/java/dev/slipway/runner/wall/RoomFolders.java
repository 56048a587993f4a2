package dev.slipway.runner.wall;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folders of a job that its room is made of.
 *
 * @param root all that the job may write to lies in it; absolute and without links
 * @param temporary what the job calls {@code /tmp}
 * @param home of its account, in the root
 * @param inHome folders in the root that it sees in its home as well, by their places there
 * @param passwd what it reads as {@code /etc/passwd}
 * @param group what it reads as {@code /etc/group}
 */
public record RoomFolders(Path root, Path temporary, Path home, Map<String, Path> inHome, Path passwd, Path group) {}
