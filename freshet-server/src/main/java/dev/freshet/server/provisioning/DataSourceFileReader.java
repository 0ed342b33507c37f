package dev.freshet.server.provisioning;

import dev.freshet.server.datasource.DataSourceRules;
import dev.freshet.server.datasource.DataSourceSettings;
import dev.freshet.server.provisioning.DataSourceFile.Org;
import dev.freshet.server.provisioning.DataSourceFile.Unwanted;
import dev.freshet.server.provisioning.DataSourceFile.Wanted;
import java.nio.file.Path;
import java.util.List;

/// Reads a file of `provisioning/datasources` (`spec/backend-plugins.md` §10).
final class DataSourceFileReader {
    private static final DataSourceFile NOTHING = new DataSourceFile(List.of(), List.of(), false);

    private final Faults faults;
    private final Interpolation interpolation;
    private final NamedStreamReader streams = new NamedStreamReader();

    DataSourceFileReader(Faults faults, Interpolation interpolation) {
        this.faults = faults;
        this.interpolation = interpolation;
    }

    /// Reads it; what cannot be understood is noted.
    DataSourceFile read(Path file) {
        return YamlFile.read(file, faults)
                .map(node -> new Section(file.toString(), node, faults, interpolation))
                .map(this::read)
                .orElse(NOTHING);
    }

    private DataSourceFile read(Section root) {
        long version = root.number("apiVersion", 0);
        if (version <= 0) {
            root.problem(
                    "apiVersion",
                    "is missing or 0; write apiVersion: 1, and keys as orgId instead of org_id.");
            return NOTHING;
        }
        if (version > 1) {
            root.warning("apiVersion", "is " + version + "; this server knows 1 and reads it so.");
        }
        var wanted = root.sections("datasources").stream().map(this::wanted).toList();
        var unwanted = root.sections("deleteDatasources").stream().map(this::unwanted).toList();
        boolean prune = root.flag("prune");
        root.finish();
        return new DataSourceFile(wanted, unwanted, prune);
    }

    private Wanted wanted(Section section) {
        var org = org(section);
        var name = name(section);
        var type = section.required("type");
        var uid = section.text("uid").strip();
        check(section, "uid", uid.isEmpty() ? "" : DataSourceRules.uidFault(uid));
        var settings =
                new DataSourceSettings(
                        org.id(),
                        uid.isEmpty() ? null : uid,
                        name,
                        type,
                        access(section),
                        section.text("url"),
                        section.text("user"),
                        section.text("database"),
                        section.flag("basicAuth"),
                        section.text("basicAuthUser"),
                        section.flag("withCredentials"),
                        section.flag("isDefault"),
                        section.json("jsonData"),
                        section.secrets("secureJsonData"),
                        !section.flag("editable"),
                        streams.read(section, uid));
        movedSecret(section, "password");
        movedSecret(section, "basicAuthPassword");
        section.ignore("version", "correlations", "apiVersion");
        section.finish();
        return new Wanted(section.place(), org, settings);
    }

    private Unwanted unwanted(Section section) {
        var unwanted = new Unwanted(section.place(), org(section), name(section));
        section.finish();
        return unwanted;
    }

    private static Org org(Section section) {
        long id = section.number("orgId", 1);
        if (id < 0) {
            section.problem("orgId", "is negative.");
        }
        return new Org(id == 0 ? 1 : id, section.text("orgName").strip());
    }

    private static String name(Section section) {
        var name = section.required("name");
        check(section, "name", DataSourceRules.nameFault(name));
        return name;
    }

    private static void check(Section section, String key, String fault) {
        if (!fault.isEmpty()) {
            section.problem(key, fault);
        }
    }

    private static String access(Section section) {
        var access = section.text("access").strip();
        var fault = DataSourceRules.accessFault(access);
        if (!fault.isEmpty()) {
            section.warning("access", fault);
        }
        return DataSourceRules.access(access);
    }

    /// Where Grafana had it once, in plain text.
    private static void movedSecret(Section section, String key) {
        if (section.has(key)) {
            section.warning(key, "does nothing here; put it under secureJsonData.");
        }
    }
}
