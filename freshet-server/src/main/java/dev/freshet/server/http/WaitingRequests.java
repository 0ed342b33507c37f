package dev.freshet.server.http;

import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/// What a client sent on while its earlier request was not answered, decoded, in order.
///
/// The first request beyond the limit is kept to be refused in its turn; what follows it is
/// dropped. Belongs to the connection's event loop.
final class WaitingRequests {
    private final ArrayDeque<HttpObject> objects = new ArrayDeque<>();
    private final int limit;
    private int requests;
    private boolean full;

    WaitingRequests(int limit) {
        this.limit = limit;
    }

    void add(HttpObject object) {
        if (full) {
            ReferenceCountUtil.release(object);
            return;
        }
        objects.add(object);
        full = object instanceof HttpRequest && ++requests > limit;
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    HttpObject remove() {
        var next = objects.remove();
        requests -= next instanceof HttpRequest ? 1 : 0;
        return next;
    }

    /// True when the request that was removed last is the one too many.
    boolean isBeyondLimit() {
        return full && objects.isEmpty();
    }

    void release() {
        objects.forEach(ReferenceCountUtil::release);
        objects.clear();
        requests = 0;
    }
}
