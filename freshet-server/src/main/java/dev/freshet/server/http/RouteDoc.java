package dev.freshet.server.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a route says about itself; the OpenAPI document is written from it.
///
/// Built step by step: `RouteDoc.of("live", "Publish a message").body(…).answer(200, …)`. Each step
/// gives a new value. Schemas are JSON Schema text, empty for "anything".
public record RouteDoc(
        String tag,
        String summary,
        String description,
        List<Parameter> parameters,
        @Nullable Body body,
        List<Answer> answers) {

    /// A query parameter; path parameters follow from the template, `description` fills them in.
    public record Parameter(String name, In in, String description) {}

    /// Where a parameter stands.
    public enum In {
        PATH,
        QUERY,
        HEADER
    }

    /// A request body.
    public record Body(String mediaType, String schema, String example) {}

    /// One kind of answer; an empty media type means an empty body.
    public record Answer(int status, String description, String mediaType, String schema) {}

    public RouteDoc {
        parameters = List.copyOf(parameters);
        answers = List.copyOf(answers);
    }

    public static RouteDoc of(String tag, String summary) {
        return new RouteDoc(tag, summary, "", List.of(), null, List.of());
    }

    public RouteDoc text(String description) {
        return new RouteDoc(tag, summary, description, parameters, body, answers);
    }

    public RouteDoc path(String name, String description) {
        return parameter(new Parameter(name, In.PATH, description));
    }

    public RouteDoc query(String name, String description) {
        return parameter(new Parameter(name, In.QUERY, description));
    }

    public RouteDoc header(String name, String description) {
        return parameter(new Parameter(name, In.HEADER, description));
    }

    public RouteDoc body(String mediaType, String schema, String example) {
        var given = new Body(mediaType, schema, example);
        return new RouteDoc(tag, summary, description, parameters, given, answers);
    }

    public RouteDoc answer(int status, String description) {
        return answer(status, description, "", "");
    }

    public RouteDoc answer(int status, String description, String mediaType, String schema) {
        var more = new ArrayList<>(answers);
        more.add(new Answer(status, description, mediaType, schema));
        return new RouteDoc(tag, summary, this.description, parameters, body, more);
    }

    private RouteDoc parameter(Parameter parameter) {
        var more = new ArrayList<>(parameters);
        more.add(parameter);
        return new RouteDoc(tag, summary, description, more, body, answers);
    }
}
