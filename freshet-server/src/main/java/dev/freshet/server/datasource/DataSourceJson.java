package dev.freshet.server.datasource;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Data sources as Grafana's API shows them. Secrets are named and never told.
final class DataSourceJson {
    private static final JsonFactory JSON = new JsonFactory();

    private DataSourceJson() {}

    static byte[] all(List<StoredDataSource> sources) {
        return bytes(json -> {
            json.writeStartArray();
            sources.forEach(stored -> write(json, stored));
            json.writeEndArray();
        });
    }

    static byte[] one(StoredDataSource stored) {
        return bytes(json -> write(json, stored));
    }

    /// The answer to a change.
    static byte[] changed(StoredDataSource stored, String message) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeName("datasource");
            write(json, stored);
            json.writeNumberProperty("id", stored.source().id());
            json.writeStringProperty("message", message);
            json.writeStringProperty("name", stored.source().name());
            json.writeEndObject();
        });
    }

    static byte[] deleted(long id) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("message", "Data source deleted");
            json.writeNumberProperty("id", id);
            json.writeEndObject();
        });
    }

    static byte[] id(long id) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("id", id);
            json.writeEndObject();
        });
    }

    private static byte[] bytes(Consumer<JsonGenerator> content) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, StoredDataSource stored) {
        var source = stored.source();
        json.writeStartObject();
        json.writeNumberProperty("id", source.id());
        json.writeStringProperty("uid", source.uid());
        json.writeNumberProperty("orgId", stored.orgId());
        json.writeStringProperty("name", source.name());
        json.writeStringProperty("type", source.type());
        json.writeStringProperty("typeName", source.type());
        json.writeStringProperty("access", stored.access());
        json.writeStringProperty("url", source.url());
        json.writeStringProperty("user", source.user());
        json.writeStringProperty("database", source.database());
        json.writeBooleanProperty("basicAuth", source.basicAuth());
        json.writeStringProperty("basicAuthUser", source.basicAuthUser());
        json.writeBooleanProperty("withCredentials", stored.withCredentials());
        json.writeBooleanProperty("isDefault", stored.isDefault());
        json.writeName("jsonData");
        json.writeRawValue(source.jsonData().toString());
        json.writeName("secureJsonFields");
        json.writeStartObject();
        for (var name : new TreeSet<>(stored.secretNames())) {
            json.writeBooleanProperty(name, true);
        }
        json.writeEndObject();
        json.writeNumberProperty("version", stored.version());
        json.writeBooleanProperty("readOnly", stored.readOnly());
        if (!stored.streams().isEmpty()) {
            json.writeName("streams");
            json.writeStartArray();
            stored.streams().forEach(one -> NamedStreamJson.write(json, one, source.uid()));
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
