package dev.freshet.server.datasource;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.List;

/// Why a request about data sources is refused.
final class DataSourceProblems {
    private static final int LONGEST_SHOWN = 40;

    private DataSourceProblems() {}

    static Problem noUid(DataSources sources, long org, String uid) {
        var help =
                sources.renamed(org, uid)
                        .map(renamed ->
                                "Its uid is " + renamed.uid() + " since " + renamed.at() + ".")
                        .or(() ->
                                sources.nearest(org, uid).map(near -> "Did you mean " + near + "?"))
                        .orElse("GET /api/datasources shows all of your organisation.");
        return Problem.of(
                ProblemType.DATASOURCE_NOT_FOUND,
                "There is no data source with the uid \"" + shown(uid) + "\".",
                help);
    }

    static Problem noName(DataSources sources, long org, String name) {
        return Problem.of(
                ProblemType.DATASOURCE_NOT_FOUND,
                "There is no data source with the name \"" + shown(name) + "\".",
                sources.nearestName(org, name)
                        .map(near -> "Did you mean \"" + near + "\"?")
                        .orElse("GET /api/datasources shows all of your organisation."));
    }

    static Problem nameTaken(StoredDataSource holder) {
        return Problem.of(
                ProblemType.DATASOURCE_EXISTS,
                "There is a data source with the name \"" + holder.source().name() + "\" already.",
                "Choose another name, or change that one with PUT /api/datasources/uid/"
                        + holder.source().uid()
                        + ".");
    }

    static Problem uidTaken(StoredDataSource holder) {
        return Problem.of(
                ProblemType.DATASOURCE_EXISTS,
                "The uid "
                        + holder.source().uid()
                        + " belongs to the data source \""
                        + holder.source().name()
                        + "\" already.",
                "Choose another uid or leave it out, or change that one with PUT"
                        + " /api/datasources/uid/"
                        + holder.source().uid()
                        + ".");
    }

    static Problem readOnly(StoredDataSource stored) {
        return Problem.of(
                ProblemType.DATASOURCE_READ_ONLY,
                "Data source \"" + stored.source().name() + "\" is read-only.",
                "It comes from a provisioning file: change that and load it again, or write"
                        + " editable: true there.");
    }

    static Problem changedMeanwhile(StoredDataSource stored, int version) {
        return Problem.of(
                ProblemType.DATASOURCE_CHANGED,
                "Data source \""
                        + stored.source().name()
                        + "\" was changed by somebody else: it has version "
                        + stored.version()
                        + " now, and you have changed version "
                        + version
                        + ".",
                "Read it again and repeat the change, or leave version out.");
    }

    static Problem secretsLost(StoredDataSource stored, List<String> names) {
        return Problem.of(
                ProblemType.DATASOURCE_BAD_BODY,
                "secureJsonData lacks "
                        + String.join(", ", names)
                        + ", which cannot be read: with another [security] secret_key it was"
                        + " encrypted.",
                "Give it again, or \"\" to remove it from \"" + stored.source().name() + "\".");
    }

    private static String shown(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }
}
