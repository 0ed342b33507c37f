package dev.freshet.server.query;

import static java.util.stream.Collectors.groupingBy;

import dev.freshet.plugins.BackendPlugin;
import dev.freshet.plugins.CallContext;
import dev.freshet.plugins.PluginHost;
import dev.freshet.plugins.PluginQuery;
import dev.freshet.plugins.QueryReply;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.datasource.DataSources;
import dev.freshet.server.datasource.StoredDataSource;
import dev.freshet.server.frame.FrameJson;
import dev.freshet.server.pluginstream.DataSourceDirectory;
import dev.freshet.server.pluginstream.DataSourceScope;
import dev.freshet.server.pluginstream.SourceTypes;
import dev.freshet.server.pluginstream.SourceUser;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.server.query.AnswerJson.Result;
import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.sources.polling.LiveQueries;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Carries out what panels ask: of plugins, of data sources, or by naming the channel that shows it
/// from now on. Blocks while data sources answer: for virtual threads.
public final class Queries {
    private final DataSources dataSources;
    private final DataSourceDirectory directory;
    private final SourceTypes types;
    private final LiveQueries live;
    private final KnownQueries known;
    private final PluginHost plugins;
    private final Executor executor;
    private final InstantSource clock;

    /// @param executor of virtual threads; queries of one request are carried out side by side
    public Queries(
            DataSources dataSources,
            DataSourceDirectory directory,
            SourceTypes types,
            LiveQueries live,
            KnownQueries known,
            PluginHost plugins,
            Executor executor,
            InstantSource clock) {
        this.dataSources = dataSources;
        this.directory = directory;
        this.types = types;
        this.live = live;
        this.known = known;
        this.plugins = plugins;
        this.executor = executor;
        this.clock = clock;
    }

    /// Answers a body; what is wrong with one query stands in its own result.
    public QueryAnswer answer(SignedInUser user, byte[] body) throws InterruptedException {
        return switch (QueryBody.parse(body, clock.instant())) {
            case QueryBody.Parsed.Invalid(Problem problem) -> new QueryAnswer.Refused(problem);
            case QueryBody.Parsed.Valid(List<PanelQuery> queries) -> {
                var results = results(user, queries);
                boolean failed =
                        results.values().stream().anyMatch(Result.Failed.class::isInstance);
                yield new QueryAnswer.Answered(failed ? 400 : 200, AnswerJson.write(results));
            }
        };
    }

    /// In the order of the queries' names, as Grafana's are.
    private Map<String, Result> results(SignedInUser user, List<PanelQuery> queries)
            throws InterruptedException {
        var results = new ConcurrentSkipListMap<String, Result>();
        var tasks = new ArrayList<FutureTask<Void>>();
        for (var group : queries.stream().collect(groupingBy(PanelQuery::dataSource)).values()) {
            var task = new FutureTask<Void>(() -> results.putAll(answer(user, group)), null);
            tasks.add(task);
            executor.execute(task);
        }
        try {
            for (var task : tasks) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Queries could not be carried out", e.getCause());
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
        return results;
    }

    /// The queries of one data source.
    private Map<String, Result> answer(SignedInUser user, List<PanelQuery> queries) {
        var uid = queries.getFirst().dataSource();
        var named = uid.isEmpty() ? defaultOne(user.orgId()) : uid;
        if (named.isEmpty()) {
            return all(
                    queries,
                    () ->
                            Result.Failed.of(
                                    Problem.of(
                                            ProblemType.QUERY_BAD_BODY,
                                            "The query names no data source, and none is the"
                                                    + " default one.",
                                            "Add \"datasource\":{\"uid\":\"…\"} to the query.")));
        }
        var found = directory.find(user.orgId(), named).orElse(null);
        if (found == null) {
            var problem = DataSourceScope.absent(directory, user.orgId(), named, user.role());
            return all(queries, () -> Result.Failed.of(problem));
        }
        if (live.types().contains(found.type())) {
            var results = new TreeMap<String, Result>();
            queries.forEach(query -> results.put(query.refId(), answer(user, found, query)));
            return results;
        }
        return plugins.plugin(found.type())
                .map(plugin -> answer(user, found, plugin, queries))
                .orElseGet(() -> all(queries, () -> Result.Failed.of(unanswerable(found))));
    }

    private String defaultOne(long orgId) {
        return dataSources.stored(orgId).stream()
                .filter(StoredDataSource::isDefault)
                .map(stored -> stored.source().uid())
                .findFirst()
                .orElse("");
    }

    private static Map<String, Result> all(List<PanelQuery> queries, Supplier<Result> result) {
        var results = new TreeMap<String, Result>();
        queries.forEach(query -> results.put(query.refId(), result.get()));
        return results;
    }

    private Problem unanswerable(DataSource dataSource) {
        return switch (types.find(dataSource.type())) {
            case SourceTypes.Found.Unable(Problem problem) -> problem;
            case SourceTypes.Found.Missing() -> DataSourceScope.missing(dataSource);
            case SourceTypes.Found.Here _ ->
                    Problem.of(
                            ProblemType.QUERY_UNANSWERABLE,
                            "Data source \""
                                    + dataSource.name()
                                    + "\" streams and answers no queries.",
                            "Subscribe to its channel, ds/" + dataSource.uid() + "/<path>.");
        };
    }

    private Result answer(SignedInUser user, DataSource dataSource, PanelQuery query) {
        if (query.wrong() != null) {
            return Result.Failed.of(query.wrong());
        }
        var model = query.query().model();
        try {
            if (!query.live()) {
                var frame = live.ask(dataSource, model, query.range());
                return new Result.Frames(List.of(FrameJson.full(named(frame, query.refId()))));
            }
            live.prepare(dataSource, model);
            var path = known.remember(user.orgId(), dataSource.uid(), query.query());
            return new Result.Frames(
                    List.of(FrameJson.full(announcement(dataSource, path, query.refId()))));
        } catch (SourceException e) {
            return Result.Failed.of(Problem.said(ProblemType.QUERY_FAILED, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.Failed.of(
                    Problem.of(ProblemType.QUERY_FAILED, "The query was cancelled.", ""));
        }
    }

    private static Frame named(Frame frame, String refId) {
        return new Frame(frame.name(), refId, frame.meta(), frame.fields());
    }

    /// Nothing but the channel's name: its first reply has the rows of the range, and rows here
    /// would show twice.
    private static Frame announcement(DataSource dataSource, String path, String refId) {
        var meta =
                JsonMapper.shared()
                        .writeValueAsBytes(
                                Map.of("channel", "ds/" + dataSource.uid() + "/" + path));
        return new Frame("", refId, RawJson.of(meta), List.of());
    }

    private Map<String, Result> answer(
            SignedInUser user,
            DataSource dataSource,
            BackendPlugin plugin,
            List<PanelQuery> queries) {
        var context = new CallContext(user.orgId(), SourceUser.of(user), dataSource, Map.of());
        try {
            var reply = plugin.queryData(context, queries.stream().map(Queries::asked).toList());
            var results = new TreeMap<String, Result>();
            for (var query : queries) {
                results.put(query.refId(), result(plugin, reply.answers().get(query.refId())));
            }
            return results;
        } catch (SourceException e) {
            var problem = Problem.said(ProblemType.SOURCE_UNAVAILABLE, e);
            return all(queries, () -> Result.Failed.of(problem));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    private static PluginQuery asked(PanelQuery query) {
        var model = query.query().model();
        var json = model.json().deepCopy();
        json.put("refId", query.refId());
        json.put("intervalMs", model.interval().toMillis());
        json.put("maxDataPoints", model.maxDataPoints());
        return new PluginQuery(
                query.refId(),
                json.path("queryType").stringValue(""),
                model.maxDataPoints(),
                model.interval(),
                query.range().from(),
                query.range().to(),
                RawJson.of(JsonMapper.shared().writeValueAsBytes(json)));
    }

    private static Result result(BackendPlugin plugin, QueryReply.@Nullable Answer answer) {
        if (answer == null) {
            return new Result.Failed(
                    500, "Plugin \"" + plugin.id() + "\" did not answer this query.", "");
        }
        if (!answer.error().isEmpty()) {
            return new Result.Failed(
                    answer.status() == 0 ? 500 : answer.status(), answer.error(), "");
        }
        return PluginFrames.of(plugin.id(), answer);
    }
}
