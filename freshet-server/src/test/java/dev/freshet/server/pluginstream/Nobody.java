package dev.freshet.server.pluginstream;

/// An audience of nobody.
final class Nobody implements StreamAudience {
    @Override
    public int subscribers(String channel) {
        return 0;
    }

    @Override
    public void unsubscribe(String channel, int code, String reason) {}
}
