package dev.freshet.server.query;

import dev.freshet.server.datasource.DataSources;
import dev.freshet.server.datasource.NamedStream;
import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.polling.StreamQueries;
import dev.freshet.sources.polling.StreamQuery;
import dev.freshet.sources.upstream.QueryModel;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the channels of a data source show: its named streams, and queries of panels.
///
/// @param dataSources who has the named streams
/// @param known what panels have asked
public record StreamLookup(DataSources dataSources, KnownQueries known) implements StreamQueries {
    private static final int POINTS = 1_000;

    @Override
    public Optional<StreamQuery> find(long orgId, DataSource dataSource, String path)
            throws SourceException {
        var named = dataSources.stream(orgId, dataSource.uid(), path);
        return named.isPresent()
                ? named.map(StreamLookup::query)
                : known.find(orgId, dataSource, path);
    }

    private static StreamQuery query(NamedStream stream) {
        var json = (ObjectNode) JsonMapper.shared().readTree(stream.query().toBytes());
        return new StreamQuery(
                new QueryModel(json, stream.interval(), stream.range(), POINTS),
                stream.delay(),
                stream.overlap());
    }
}
