package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.util.regex.Pattern;

/// Where a database server listens.
///
/// @param host a name or an address, IPv6 in brackets
record ServerAddress(String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

    /// The address in the setting `url`.
    static ServerAddress of(SqlSettings settings, int defaultPort) throws SourceException {
        var url = settings.dataSource().url().strip();
        var found = TEXT.matcher(url);
        if (!found.matches()) {
            throw new SourceException(
                    settings.named("has a url that is not host:port"),
                    "Set url to the server's name and port, for example db.example.net:"
                            + defaultPort
                            + ", without a scheme; database, user and password have settings of"
                            + " their own.");
        }
        int port = found.group(2) == null ? defaultPort : Integer.parseInt(found.group(2));
        if (port < 1 || port > 65_535) {
            throw new SourceException(
                    settings.named("has a url with port " + port),
                    "A port is a number from 1 to 65535.");
        }
        return new ServerAddress(found.group(1), port);
    }
}
