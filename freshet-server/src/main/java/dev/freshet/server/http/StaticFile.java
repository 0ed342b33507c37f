package dev.freshet.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// One file of the console, plain and packed, with what browsers need to keep it.
///
/// Files under `assets/` carry a hash in their names and never change; the others are asked for
/// again with their tag.
final class StaticFile {
    private static final int WORTH_PACKING = 512;
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"));

    private static final String CONTENT_SECURITY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
                + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    private final String type;
    private final String caching;
    private final byte[] plain;
    private final byte[] packed;
    private final String tag;

    StaticFile(String path, byte[] bytes) {
        this.type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), UNKNOWN_TYPE);
        this.caching =
                path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
        this.plain = bytes;
        this.packed = pack(bytes);
        this.tag = tag(bytes);
    }

    Response answer(Request request) {
        boolean gzip = packed.length < plain.length && accepts(request, "gzip");
        var ownTag = "\"" + tag + (gzip ? "-gz\"" : "\"");
        var known = request.header("If-None-Match");
        var response =
                known != null && known.contains(ownTag)
                        ? Response.empty(304)
                        : Response.of(200, type, gzip ? packed : plain);
        response =
                response.withHeader("ETag", ownTag)
                        .withHeader("Cache-Control", caching)
                        .withHeader("Vary", "Accept-Encoding");
        response = gzip ? response.withHeader("Content-Encoding", "gzip") : response;
        return type.startsWith("text/html") ? secured(response) : response;
    }

    static Response secured(Response page) {
        return page.withHeader("Content-Security-Policy", CONTENT_SECURITY)
                .withHeader("X-Frame-Options", "SAMEORIGIN")
                .withHeader("Referrer-Policy", "same-origin");
    }

    private static boolean accepts(Request request, String encoding) {
        var accepted = request.header("Accept-Encoding");
        return accepted != null
                && Arrays.stream(accepted.split(",", -1))
                        .map(one -> one.replace(" ", ""))
                        .anyMatch(one ->
                                one.equals(encoding)
                                        || (one.startsWith(encoding + ";")
                                                && !one.endsWith(";q=0")));
    }

    private static byte[] pack(byte[] bytes) {
        if (bytes.length < WORTH_PACKING) {
            return bytes;
        }
        var out = new ByteArrayOutputStream(bytes.length / 2);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String tag(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
