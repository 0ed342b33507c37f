package dev.freshet.plugins;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/// The first line that a plugin prints: how to reach it.
///
/// @param certificate base64 of its certificate; empty when it has none
record Handshake(SocketAddress address, String certificate) {
    /// Reads the line.
    ///
    /// @throws StartFailure when it is not a handshake, or not one of a plugin that can be called
    static Handshake parse(String id, String line) throws StartFailure {
        String[] fields = line.strip().split("\\|", -1);
        if (fields.length < 4) {
            throw refused(
                    "Plugin \"%s\" did not begin as a plugin does; its first line was: %s"
                            .formatted(id, Texts.clipped(line, 200)),
                    "Check that the program is a Grafana backend plugin that prints nothing before"
                            + " it serves");
        }
        if (!fields[0].equals("1")) {
            throw refused(
                    "Plugin \"%s\" speaks version %s of the process protocol, Freshet speaks version 1"
                            .formatted(id, Texts.clipped(fields[0], 20)),
                    "Use a build of the plugin made with Grafana's plugin SDK");
        }
        if (!fields[1].equals("2")) {
            throw refused(
                    "Plugin \"%s\" speaks version %s of the plugin protocol, Freshet speaks version 2"
                            .formatted(id, Texts.clipped(fields[1], 20)),
                    "Install a newer version of the plugin");
        }
        String kind = fields.length > 4 ? fields[4] : "netrpc";
        if (!kind.equals("grpc")) {
            throw refused(
                    "Plugin \"%s\" speaks %s, Freshet speaks grpc"
                            .formatted(id, Texts.clipped(kind, 20)),
                    "Install a newer version of the plugin");
        }
        // Old programs put other things into the sixth field.
        String certificate = fields.length > 5 && fields[5].length() > 50 ? fields[5] : "";
        return new Handshake(address(id, line, fields[2], fields[3]), certificate);
    }

    private static SocketAddress address(String id, String line, String network, String address)
            throws StartFailure {
        try {
            switch (network) {
                case "unix" -> {
                    return UnixDomainSocketAddress.of(address);
                }
                case "tcp" -> {
                    int colon = address.lastIndexOf(':');
                    return new InetSocketAddress(
                            address.substring(0, colon).replace("[", "").replace("]", ""),
                            Integer.parseInt(address, colon + 1, address.length(), 10));
                }
                default -> {}
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            // Told below.
        }
        throw refused(
                "Plugin \"%s\" gave an address that cannot be used, its first line was: %s"
                        .formatted(id, Texts.clipped(line, 200)),
                "A network is unix, with a path, or tcp, with host:port");
    }

    private static StartFailure refused(String message, String hint) {
        return new StartFailure(new Refusal(message, hint), true);
    }
}
