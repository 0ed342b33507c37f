package dev.freshet.server.datasource;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads the body of `POST /api/datasources` and `PUT /api/datasources/uid/:uid`, in Grafana's
/// form. Used once.
final class DataSourceBodyReader {
    private static final int MOST_FAULTS = 10;
    private static final long NO_ORGANISATION = 0;

    /// Keeps numbers as they were written, as the provisioning files do.
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final List<String> faults = new ArrayList<>();

    private DataSourceBodyReader() {}

    /// What came of reading a body.
    sealed interface Parsed {
        record Valid(DataSourceBody body) implements Parsed {}

        record Invalid(Problem problem) implements Parsed {}
    }

    /// @param uid of the data source that it is for, empty when it is for a new one
    static Parsed parse(byte[] body, String uid) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object
                    ? new DataSourceBodyReader().read(object, uid)
                    : invalid("The body is no JSON object.");
        } catch (JacksonException e) {
            var at = e.getLocation();
            return invalid(
                    "The body is not JSON: line "
                            + at.getLineNr()
                            + ", column "
                            + at.getColumnNr()
                            + ".");
        }
    }

    private Parsed read(ObjectNode object, String currentUid) {
        var members = new JsonMembers("", object, faults);
        var uid = members.text("uid").strip();
        var name = members.required("name");
        var access = members.text("access").strip();
        members.fault("uid", uid.isEmpty() ? "" : DataSourceRules.uidFault(uid));
        members.fault("name", DataSourceRules.nameFault(name));
        var json = members.json("jsonData");
        var given =
                new DataSourceSettings(
                        NO_ORGANISATION,
                        uid.isEmpty() ? null : uid,
                        name,
                        members.required("type"),
                        DataSourceRules.access(access),
                        members.text("url"),
                        members.text("user"),
                        members.text("database"),
                        members.flag("basicAuth"),
                        members.text("basicAuthUser"),
                        members.flag("withCredentials"),
                        members.flag("isDefault"),
                        json == null ? RawJson.of("{}") : json,
                        members.secrets("secureJsonData"),
                        false,
                        List.of());
        var body =
                new DataSourceBody(
                        given,
                        streams(members, uid.isEmpty() ? currentUid : uid),
                        members.number("version"));
        movedSecret(members, "password");
        movedSecret(members, "basicAuthPassword");
        members.ignore(
                "id",
                "orgId",
                "typeName",
                "typeLogoUrl",
                "readOnly",
                "secureJsonFields",
                "accessControl",
                "apiVersion",
                "correlations");
        members.finish();
        return faults.isEmpty() ? new Parsed.Valid(body) : invalid(sentences());
    }

    /// Where Grafana had it once, in plain text; forms still send it empty.
    private static void movedSecret(JsonMembers members, String key) {
        if (!members.text(key).isEmpty()) {
            members.fault(key, "does nothing here; put it under secureJsonData.");
        }
    }

    private static @Nullable List<NamedStream> streams(JsonMembers members, String uid) {
        var entries = members.list("streams");
        if (entries == null) {
            return null;
        }
        var tooMany = NamedStreamRules.countFault(entries.size());
        members.fault("streams", tooMany);
        if (!tooMany.isEmpty()) {
            return null;
        }
        var places = new HashMap<String, String>();
        return entries.stream().map(entry -> stream(entry, uid, places)).toList();
    }

    private static NamedStream stream(JsonMembers entry, String uid, Map<String, String> places) {
        var name = entry.required("name");
        if (!name.isEmpty()) {
            var first = places.putIfAbsent(name, entry.place("name"));
            entry.fault(
                    "name",
                    first == null
                            ? NamedStreamRules.nameFault(name, uid)
                            : NamedStreamRules.repeatedFault(name, first));
        }
        var query = entry.json("query");
        entry.fault("query", query == null ? "is missing." : NamedStreamRules.queryFault(query));
        var overlap = entry.text(StreamTime.OVERLAP.key());
        var stream =
                new NamedStream(
                        name,
                        query == null ? RawJson.of("{}") : query,
                        time(entry, StreamTime.INTERVAL),
                        time(entry, StreamTime.RANGE),
                        time(entry, StreamTime.DELAY),
                        overlap.isBlank() ? null : time(entry, StreamTime.OVERLAP));
        entry.ignore("channel");
        entry.finish();
        return stream;
    }

    private static Duration time(JsonMembers entry, StreamTime time) {
        var text = entry.text(time.key()).strip();
        try {
            return text.isEmpty() ? time.usual() : time.parse(text);
        } catch (IllegalArgumentException e) {
            entry.fault(time.key(), String.valueOf(e.getMessage()));
            return time.usual();
        }
    }

    private String sentences() {
        int more = faults.size() - MOST_FAULTS;
        var shown = String.join(" ", faults.subList(0, Math.min(MOST_FAULTS, faults.size())));
        return more > 0 ? shown + " And " + more + " more." : shown;
    }

    private static Parsed invalid(String what) {
        return new Parsed.Invalid(
                Problem.of(
                        ProblemType.DATASOURCE_BAD_BODY,
                        what,
                        "Nothing was changed. Send {\"name\":\"…\",\"type\":\"prometheus\","
                                + "\"url\":\"…\",\"jsonData\":{},\"secureJsonData\":{}}."));
    }
}
