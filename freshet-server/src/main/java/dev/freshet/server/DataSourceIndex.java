package dev.freshet.server;

import dev.freshet.server.auth.Role;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.datasource.DataSources;
import dev.freshet.server.pluginstream.DataSourceDirectory;
import dev.freshet.server.problem.Problem;
import dev.freshet.source.DataSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// The data sources as channels ask for them.
record DataSourceIndex(DataSources dataSources) implements DataSourceDirectory {
    @Override
    public Optional<DataSource> find(long orgId, String uid) {
        return dataSources.find(orgId, uid);
    }

    @Override
    public Optional<Problem> trouble(long orgId, String uid) {
        return dataSources.trouble(orgId, uid);
    }

    @Override
    public String whereabouts(long orgId, String uid, Role role) {
        return dataSources
                .renamed(orgId, uid)
                .map(renamed ->
                        "Its uid is \""
                                + ChannelAddress.quote(renamed.uid())
                                + "\" since "
                                + LocalDate.ofInstant(renamed.at(), ZoneOffset.UTC)
                                + ".")
                .or(() ->
                        nearest(orgId, uid, role)
                                .map(near ->
                                        "Did you mean \"" + ChannelAddress.quote(near) + "\"?"))
                .orElse("");
    }

    /// Only Admins may list data sources.
    private Optional<String> nearest(long orgId, String uid, Role role) {
        return role.includes(Role.ADMIN) ? dataSources.nearest(orgId, uid) : Optional.empty();
    }
}
