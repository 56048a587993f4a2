package dev.slipway.server.results;

import dev.slipway.runner.artifact.Artifact;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What those who fetch something that a job has made are told of it. A browser saves it and never shows it: it is a
 * stranger's, at an address of this server.
 *
 * @param type media type; tells the toolkit's clients whether to unpack
 * @param fileName under which it is saved
 */
public record Download(String type, String fileName) {

    public static Download of(Artifact artifact) {
        return new Download(artifact.type(), artifact.fileName());
    }

    /** Names are written in UTF-8, by RFC 6266 and RFC 8187. */
    public void describeIn(HttpServletResponse response) {
        String encoded = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
        response.setContentType(type);
        response.setHeader("Content-Disposition", "attachment; filename*=UTF-8''" + encoded);
        response.setHeader("X-Content-Type-Options", "nosniff");
    }
}
