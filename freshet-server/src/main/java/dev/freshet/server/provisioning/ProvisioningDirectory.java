package dev.freshet.server.provisioning;

import dev.freshet.server.config.FileTrouble;
import dev.freshet.server.provisioning.Faults.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The YAML files of one directory, which need not exist.
final class ProvisioningDirectory {
    private final Path directory;

    ProvisioningDirectory(Path directory) {
        this.directory = directory;
    }

    /// `*.yaml` and `*.yml`, by name.
    List<Path> files(Faults faults) {
        try {
            return list();
        } catch (IOException e) {
            faults.problem(
                    new Place(directory.toString(), 1),
                    "The directory cannot be read: " + FileTrouble.reason(e) + ".");
            return List.of();
        }
    }

    /// Changes when a file comes, goes or is written; cheap.
    String fingerprint() {
        try {
            var states = new ArrayList<String>();
            for (var file : list()) {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                states.add(
                        file.getFileName()
                                + " "
                                + attributes.size()
                                + " "
                                + attributes.lastModifiedTime()
                                + " "
                                + attributes.fileKey());
            }
            return String.join("\n", states);
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        }
    }

    private List<Path> list() throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !Files.isDirectory(file))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }
}
