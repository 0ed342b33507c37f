package dev.freshet.server.pluginstream;

import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import java.util.Map;

/// A subscriber who may have the stream until the test says otherwise; the path of the request is
/// the name.
final class FakeCaller implements StreamCaller {
    private final String name;
    volatile boolean allowed = true;
    volatile String path;

    FakeCaller(String name) {
        this.name = name;
        this.path = name;
    }

    @Override
    public String key() {
        return name;
    }

    @Override
    public StreamRequest request() throws SourceException {
        if (!allowed) {
            throw new SourceException(name + " may not have it any more", "");
        }
        return new StreamRequest(1, null, null, path, null, Map.of());
    }
}
