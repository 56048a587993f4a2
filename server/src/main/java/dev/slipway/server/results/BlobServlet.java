package dev.slipway.server.results;

import dev.slipway.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The part of Azure's blob protocol that the toolkit's clients speak: Put Block, Put Block List, Put Blob, and reading
 * with a range. The address itself is the permission.
 */
final class BlobServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Fifty thousand ids of a hundred characters, with their tags. */
    private static final int LARGEST_LIST = 8 << 20;

    private final transient BlobLinks links;

    BlobServlet(BlobLinks links) {
        this.links = links;
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(target(request).orElse(null) instanceof BlobLink.Target.Incoming(StagedBlob blob))) {
            refuse(response, 403, "AuthenticationFailed", "this address cannot be written to, or no longer");
            return;
        }
        try {
            receive(request, blob);
            answer(response, 201);
        } catch (Problem problem) {
            boolean large = problem.kind() == Problem.Kind.TOO_LARGE;
            refuse(response, large ? 413 : 400, large ? "RequestBodyTooLarge" : "InvalidInput", problem.message());
        }
    }

    private static void receive(HttpServletRequest request, StagedBlob blob) throws IOException {
        String part = asked(request, "comp").orElse("");
        switch (part) {
            case "" -> blob.whole(request.getInputStream());
            case "block" -> blob.block(asked(request, "blockid").orElse(""), request.getInputStream());
            case "blocklist" -> {
                byte[] list = request.getInputStream().readNBytes(LARGEST_LIST + 1);
                if (list.length > LARGEST_LIST) {
                    throw Problem.of(
                            Problem.Kind.TOO_LARGE, "body-too-large", "the block list is too long", "use fewer blocks");
                }
                blob.commit(BlockList.read(new java.io.ByteArrayInputStream(list)));
            }
            default ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "unsupported-operation",
                        "?comp=" + part + " is not offered",
                        "upload with block, blocklist or as a whole");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(request, response, true);
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(request, response, false);
    }

    private void send(HttpServletRequest request, HttpServletResponse response, boolean withBody) throws IOException {
        if (!(target(request).orElse(null) instanceof BlobLink.Target.Outgoing(Path file, Download download))) {
            refuse(response, 403, "AuthenticationFailed", "this address cannot be read, or no longer");
            return;
        }
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            Optional<ByteRange> asked = ByteRange.asked(request.getHeader("Range"), content.size());
            ByteRange range = asked.orElseGet(() -> ByteRange.whole(size(content)));
            answer(response, asked.isPresent() ? 206 : 200);
            response.setHeader("Accept-Ranges", "bytes");
            asked.ifPresent(part -> response.setHeader("Content-Range", part.of(size(content))));
            download.describeIn(response);
            response.setContentLengthLong(range.length());
            if (withBody) {
                copy(content, range, response.getOutputStream());
            }
        } catch (ByteRange.Unsatisfiable behindTheEnd) {
            refuse(response, 416, "InvalidRange", "the range begins behind the end");
        }
    }

    private static long size(FileChannel content) {
        try {
            return content.size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the size of a blob cannot be read", e);
        }
    }

    private static void copy(FileChannel content, ByteRange range, OutputStream body) throws IOException {
        WritableByteChannel to = Channels.newChannel(body);
        for (long at = range.first(); at <= range.last(); ) {
            at += content.transferTo(at, range.last() - at + 1, to);
        }
    }

    private Optional<BlobLink.Target> target(HttpServletRequest request) {
        String id = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
        return asked(request, "sig").flatMap(signature -> links.target(id, signature));
    }

    /** Of the address alone: asked for a parameter, a servlet would read the body of a client that calls it a form. */
    private static Optional<String> asked(HttpServletRequest request, String name) {
        return Arrays.stream(
                        Optional.ofNullable(request.getQueryString()).orElse("").split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .findFirst()
                .flatMap(pair -> decoded(pair.substring(name.length() + 1)));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException noEncoding) {
            return Optional.empty();
        }
    }

    private static void answer(HttpServletResponse response, int status) {
        response.setStatus(status);
        response.setHeader("x-ms-request-id", UUID.randomUUID().toString());
        response.setHeader("x-ms-version", "2020-10-02");
    }

    /** Errors in Azure's own form, which its clients show to people. */
    private static void refuse(HttpServletResponse response, int status, String code, String message)
            throws IOException {
        answer(response, status);
        response.setHeader("x-ms-error-code", code);
        response.setContentType("application/xml");
        String escaped = message.replace("&", "&amp;").replace("<", "&lt;");
        response.getOutputStream()
                .write(("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>" + escaped
                                + "</Message></Error>")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
