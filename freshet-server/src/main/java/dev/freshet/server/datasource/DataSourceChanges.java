package dev.freshet.server.datasource;

import dev.freshet.server.datasource.DataSourceBodyReader.Parsed;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.storage.DatabaseBusy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the API changes. The answer comes when everybody who uses data sources knows. Any thread.
final class DataSourceChanges {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String UID_CHARACTERS = LETTERS + "0123456789";
    private static final int UID_LENGTH = 14;

    private final DataSources sources;
    private final RandomGenerator random;

    DataSourceChanges(DataSources sources, RandomGenerator random) {
        this.sources = sources;
        this.random = random;
    }

    /// What came of it within the transaction.
    private sealed interface Outcome {
        record Done(String uid, long id) implements Outcome {}

        record Refused(Problem problem) implements Outcome {}
    }

    CompletionStage<Response> create(Request request) {
        return switch (DataSourceBodyReader.parse(request.body(), "")) {
            case Parsed.Invalid(Problem problem) -> now(Response.problem(problem));
            case Parsed.Valid(DataSourceBody body) -> {
                long org = request.user().orgId();
                var settings = body.create(org, newUid());
                yield change(editor -> create(editor, settings), done -> saved(org, done, "added"));
            }
        };
    }

    CompletionStage<Response> update(Request request) {
        var uid = request.parameter("uid");
        return switch (DataSourceBodyReader.parse(request.body(), uid)) {
            case Parsed.Invalid(Problem problem) -> now(Response.problem(problem));
            case Parsed.Valid(DataSourceBody body) -> {
                long org = request.user().orgId();
                yield change(
                        editor -> update(editor, org, uid, body),
                        done -> saved(org, done, "updated"));
            }
        };
    }

    CompletionStage<Response> deleteByUid(Request request) {
        long org = request.user().orgId();
        var uid = request.parameter("uid");
        return delete(
                editor -> editor.withUid(org, uid),
                () -> DataSourceProblems.noUid(sources, org, uid));
    }

    CompletionStage<Response> deleteByName(Request request) {
        long org = request.user().orgId();
        var name = request.parameter("name");
        return delete(
                editor -> editor.named(org, name),
                () -> DataSourceProblems.noName(sources, org, name));
    }

    private static Outcome create(DataSourceEditor editor, DataSourceSettings settings) {
        var uid = settings.uidWhenNew();
        var holder = editor.withUid(settings.orgId(), uid);
        if (holder.isPresent()) {
            return new Outcome.Refused(DataSourceProblems.uidTaken(holder.get()));
        }
        var named = editor.named(settings.orgId(), settings.name());
        if (named.isPresent()) {
            return new Outcome.Refused(DataSourceProblems.nameTaken(named.get()));
        }
        editor.create(settings);
        return new Outcome.Done(uid, 0);
    }

    private Outcome update(DataSourceEditor editor, long org, String uid, DataSourceBody body) {
        var found = editor.withUid(org, uid);
        if (found.isEmpty()) {
            return new Outcome.Refused(DataSourceProblems.noUid(sources, org, uid));
        }
        var existing = found.get();
        var refusal = refusal(editor, existing, body);
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        editor.update(existing, body.change(existing));
        return new Outcome.Done(body.uid() == null ? uid : body.uid(), existing.source().id());
    }

    private static Optional<Problem> refusal(
            DataSourceEditor editor, StoredDataSource existing, DataSourceBody body) {
        if (existing.readOnly()) {
            return Optional.of(DataSourceProblems.readOnly(existing));
        }
        // A version that is ahead forces a change, as with Grafana.
        if (body.version() != 0 && existing.version() > body.version()) {
            return Optional.of(DataSourceProblems.changedMeanwhile(existing, body.version()));
        }
        var lost = body.lostSecrets(existing);
        if (!lost.isEmpty()) {
            return Optional.of(DataSourceProblems.secretsLost(existing, lost));
        }
        var holder =
                body.uid() == null
                        ? Optional.<StoredDataSource>empty()
                        : other(existing, editor.withUid(existing.orgId(), body.uid()));
        return holder.map(DataSourceProblems::uidTaken)
                .or(() ->
                        other(existing, editor.named(existing.orgId(), body.given().name()))
                                .map(DataSourceProblems::nameTaken));
    }

    private static Optional<StoredDataSource> other(
            StoredDataSource one, Optional<StoredDataSource> holder) {
        return holder.filter(found -> found.source().id() != one.source().id());
    }

    private CompletionStage<Response> delete(
            Function<DataSourceEditor, Optional<StoredDataSource>> find, Supplier<Problem> absent) {
        return change(
                editor -> {
                    var found = find.apply(editor);
                    if (found.isEmpty()) {
                        return new Outcome.Refused(absent.get());
                    }
                    if (found.get().readOnly()) {
                        return new Outcome.Refused(DataSourceProblems.readOnly(found.get()));
                    }
                    editor.delete(found.get());
                    return new Outcome.Done(found.get().source().uid(), found.get().source().id());
                },
                done -> Response.json(200, DataSourceJson.deleted(done.id())));
    }

    /// Somebody may have been quicker with the next change: then there is nothing to show.
    private Response saved(long org, Outcome.Done done, String what) {
        return sources.stored(org, done.uid())
                .map(stored ->
                        Response.json(200, DataSourceJson.changed(stored, "Datasource " + what)))
                .orElseGet(
                        () -> Response.problem(DataSourceProblems.noUid(sources, org, done.uid())));
    }

    private CompletionStage<Response> change(
            Function<DataSourceEditor, Outcome> work, Function<Outcome.Done, Response> answer) {
        return sources.change(work)
                .thenApply(outcome ->
                        switch (outcome) {
                            case Outcome.Done done -> answer.apply(done);
                            case Outcome.Refused(Problem problem) -> Response.problem(problem);
                        })
                .exceptionally(DataSourceChanges::failed);
    }

    private static Response failed(Throwable failure) {
        var cause =
                failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure;
        if (cause instanceof DatabaseBusy busy) {
            return Response.problem(busy.problem());
        }
        throw new CompletionException(cause);
    }

    /// As Grafana makes them: a letter, then letters and digits.
    private String newUid() {
        var uid = new StringBuilder(UID_LENGTH);
        uid.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        while (uid.length() < UID_LENGTH) {
            uid.append(UID_CHARACTERS.charAt(random.nextInt(UID_CHARACTERS.length())));
        }
        return uid.toString();
    }

    private static CompletionStage<Response> now(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
