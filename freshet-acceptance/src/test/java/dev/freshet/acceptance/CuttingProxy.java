package dev.freshet.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A way to a server that can be cut, as when a network goes: every connection is reset, and none
/// gets through until it is mended.
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final List<Socket> open = new ArrayList<>();
    private boolean isCut;

    private CuttingProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /// A proxy on a port of its own in front of the server at that address of this machine.
    static CuttingProxy to(URI server) throws IOException {
        var listening = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        var proxy = new CuttingProxy(listening, server.getPort());
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    synchronized void cut() {
        isCut = true;
        open.forEach(CuttingProxy::reset);
        open.clear();
    }

    synchronized void mend() {
        isCut = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                // The proxy was closed, or the server is not there: the peer is cut off either way.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            if (admit(client, server)) {
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            } else {
                reset(server);
                reset(client);
            }
        } catch (IOException e) {
            reset(client);
        }
    }

    private synchronized boolean admit(Socket client, Socket server) {
        if (isCut) {
            return false;
        }
        open.add(client);
        open.add(server);
        return true;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
