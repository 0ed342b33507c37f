package dev.freshet.server.provisioning;

import dev.freshet.server.config.ConfigProblem;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.NearestName;
import dev.freshet.server.datasource.DataSourceEditor;
import dev.freshet.server.datasource.DataSourceSettings;
import dev.freshet.server.datasource.StoredDataSource;
import dev.freshet.server.provisioning.DataSourceFile.Org;
import dev.freshet.server.provisioning.DataSourceFile.Wanted;
import dev.freshet.server.provisioning.Faults.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the tables be what the files say, within one transaction. Used once.
final class Applying {
    private final DataSourceEditor editor;
    private final Faults faults;
    private final Map<Long, String> organisations;
    private final Set<Named> wanted = new HashSet<>();
    private final Map<Named, Place> uids = new HashMap<>();
    private final Map<Long, Place> defaults = new HashMap<>();

    private Applying(DataSourceEditor editor, Faults faults) {
        this.editor = editor;
        this.faults = faults;
        this.organisations = editor.organisations();
    }

    /// A name or a uid in an organisation.
    private record Named(long orgId, String name) {}

    /// Applies them, and gives what is not as probably meant.
    ///
    /// @throws InvalidConfig when they contradict each other or what there is
    static List<ConfigProblem> apply(List<DataSourceFile> files, DataSourceEditor editor)
            throws InvalidConfig {
        var faults = new Faults();
        var applying = new Applying(editor, faults);
        for (var file : files) {
            file.wanted().forEach(applying::check);
        }
        faults.throwIfAny();
        for (var file : files) {
            file.unwanted().forEach(applying::delete);
            file.wanted().forEach(applying::save);
        }
        if (files.stream().anyMatch(DataSourceFile::prune)) {
            applying.prune();
        }
        faults.throwIfAny();
        return faults.warnings();
    }

    private void check(Wanted entry) {
        var org = entry.org().in(organisations);
        if (org.isEmpty()) {
            faults.warning(
                    entry.place(),
                    "Data source \""
                            + entry.settings().name()
                            + "\" is skipped: "
                            + missing(entry.org()));
            return;
        }
        var settings = entry.settings();
        if (!wanted.add(new Named(org.get(), settings.name()))) {
            faults.problem(
                    entry.place(), "There is a data source \"" + settings.name() + "\" already.");
        }
        var place = uids.putIfAbsent(new Named(org.get(), settings.uidWhenNew()), entry.place());
        if (place != null) {
            faults.problem(
                    entry.place(),
                    "The uid " + settings.uidWhenNew() + " stands already at " + place + ".");
        }
        var first = settings.isDefault() ? defaults.putIfAbsent(org.get(), entry.place()) : null;
        if (first != null) {
            faults.problem(
                    entry.place(),
                    "isDefault: an organisation has one default data source, and that is at "
                            + first
                            + ".");
        }
    }

    /// One that is deleted to be made anew keeps its number, so that its streams go on.
    private void delete(DataSourceFile.Unwanted entry) {
        entry.org()
                .in(organisations)
                .filter(org -> !wanted.contains(new Named(org, entry.name())))
                .flatMap(org -> editor.named(org, entry.name()))
                .ifPresent(editor::delete);
    }

    private void save(Wanted entry) {
        entry.org()
                .in(organisations)
                .ifPresent(org -> save(entry.place(), entry.settings().in(org)));
    }

    private void save(Place place, DataSourceSettings settings) {
        var known = editor.named(settings.orgId(), settings.name());
        var uid =
                known.isPresent() && settings.uid() == null
                        ? known.get().source().uid()
                        : settings.uidWhenNew();
        var holder = editor.withUid(settings.orgId(), uid);
        if (known.isEmpty()) {
            known = holder.filter(this::wasRenamed);
        }
        if (holder.isPresent() && !isSame(holder.get(), known)) {
            faults.problem(
                    place,
                    "The uid "
                            + uid
                            + " belongs to the data source \""
                            + holder.get().source().name()
                            + "\" already; choose another one, or delete that with"
                            + " deleteDatasources.");
            return;
        }
        known.ifPresentOrElse(
                stored -> editor.update(stored, settings), () -> editor.create(settings));
        editor.setProvisioned(settings.orgId(), settings.name());
    }

    /// True for one that a file made under a name that is in no file any more.
    private boolean wasRenamed(StoredDataSource stored) {
        return stored.provisioned()
                && !wanted.contains(new Named(stored.orgId(), stored.source().name()));
    }

    private static boolean isSame(StoredDataSource holder, Optional<StoredDataSource> known) {
        return known.isPresent() && known.get().source().id() == holder.source().id();
    }

    private void prune() {
        editor.provisioned().stream()
                .filter(stored ->
                        !wanted.contains(new Named(stored.orgId(), stored.source().name())))
                .forEach(editor::delete);
    }

    private String missing(Org org) {
        var nearest = NearestName.to(org.name(), organisations.values());
        return "there is no organisation "
                + org
                + (org.name().isEmpty() || nearest.isEmpty()
                        ? ""
                        : "; did you mean \"" + nearest.get() + "\"?")
                + (org.name().isEmpty()
                        ? "; make it with: freshet org create NAME"
                        : " Make it with: freshet org create \"" + org.name() + "\"")
                + ", then load the files again.";
    }
}
