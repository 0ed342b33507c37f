package dev.freshet.server.http;

import java.time.Duration;

/// What one connection may send and how long it may take.
///
/// @param requestLineBytes longest request line; more is answered 414
/// @param headerBytes longest header section; more is answered 431
/// @param pipelined requests that may wait behind the one being answered
/// @param headerTime from the first byte (or the connection) to the end of the header
/// @param bodyPause longest pause between two pieces of a body
/// @param bodyBytesPerSecond the least average rate of a body after the first `bodyPause`
/// @param idle longest pause between two requests
/// @param writePause longest time in which a client takes nothing of its answer
/// @param linger how long a connection is drained after an answer that refused its body
public record HttpLimits(
        int requestLineBytes,
        int headerBytes,
        int pipelined,
        Duration headerTime,
        Duration bodyPause,
        int bodyBytesPerSecond,
        Duration idle,
        Duration writePause,
        Duration linger) {

    public HttpLimits {
        if (requestLineBytes < 256
                || headerBytes < 256
                || pipelined < 1
                || bodyBytesPerSecond < 1) {
            throw new IllegalArgumentException("an HTTP limit is too small to serve anything");
        }
    }

    public static HttpLimits defaults() {
        return new HttpLimits(
                8 * 1024,
                32 * 1024,
                16,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                512,
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }
}
