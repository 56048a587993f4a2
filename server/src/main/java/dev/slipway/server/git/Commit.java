package dev.slipway.server.git;

import java.time.Instant;
import java.util.List;

/**
 * What a person wants to know of a commit.
 *
 * @param id 40 hexadecimal digits
 * @param title first line of the message
 * @param message all of it
 * @param author name
 * @param authorEmail as the author wrote it; nobody has checked it
 * @param authoredAt by the author's clock
 * @param parents ids, first parent first
 */
public record Commit(
        String id,
        String title,
        String message,
        String author,
        String authorEmail,
        Instant authoredAt,
        List<String> parents) {}
