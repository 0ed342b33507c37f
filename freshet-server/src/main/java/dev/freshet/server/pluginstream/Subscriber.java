package dev.freshet.server.pluginstream;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import java.util.Map;

/// A signed-in user who subscribes to a source's channel, with what the client sent along.
record Subscriber(
        StreamOrigin origin, People people, SignedInUser user, OrgChannel channel, Json data)
        implements StreamCaller {
    @Override
    public String key() {
        return user.uid();
    }

    @Override
    public StreamRequest request() throws SourceException {
        var now =
                people.now(user)
                        .orElseThrow(() ->
                                new SourceException(
                                        "The account \"" + user.login() + "\" is gone.", ""));
        return request(origin, now, channel, data);
    }

    /// What a source learns when somebody asks something of it.
    static StreamRequest request(
            StreamOrigin origin, SignedInUser user, OrgChannel channel, Json data)
            throws SourceException {
        return new StreamRequest(
                channel.orgId(),
                SourceUser.of(user),
                origin.settings(user),
                channel.address().path(),
                data.isEmpty() ? null : RawJson.of(data.bytes()),
                Map.of());
    }
}
