package dev.freshet.engine.transport;

import io.netty.handler.codec.http.HttpResponseStatus;

/// Why the engine's own HTTP front does not take a request, one sentence.
record Refusal(HttpResponseStatus status, String sentence) {}
