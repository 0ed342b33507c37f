package dev.freshet.server.provisioning;

import dev.freshet.server.config.FileTrouble;
import dev.freshet.server.provisioning.Faults.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/// Reads one YAML document whose top is a mapping.
final class YamlFile {
    private static final int LARGEST = 1 << 20;

    /// Leaves merge keys to [YamlMapping]: the library runs for ever at one that merges itself.
    private static final Schema SCHEMA =
            new CoreSchema() {
                @Override
                public ScalarResolver getScalarResolver() {
                    return new CoreScalarResolver(false);
                }
            };

    private YamlFile() {}

    /// The mapping; empty when there is nothing in the file but comments, or a fault was noted.
    static Optional<MappingNode> read(Path file, Faults faults) {
        var name = file.toString();
        try {
            var root = compose(text(file), name);
            if (root.isEmpty() || root.get() instanceof MappingNode) {
                return root.map(MappingNode.class::cast);
            }
            faults.problem(place(name, root.get()), "The file is not a mapping of keys to values.");
        } catch (IOException e) {
            faults.problem(
                    new Place(name, 1), "The file cannot be read: " + FileTrouble.reason(e) + ".");
        } catch (MarkedYamlEngineException e) {
            // The message would quote the line, and a secret may stand there.
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            faults.problem(new Place(name, line), "This is not YAML: " + e.getProblem() + ".");
        } catch (StackOverflowError _) {
            faults.problem(new Place(name, 1), "The file is nested too deep.");
        } catch (YamlEngineException e) {
            faults.problem(new Place(name, 1), "This is not YAML: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }

    static Place place(String file, Node node) {
        return new Place(file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }

    private static Optional<Node> compose(String text, String name) {
        var settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setSchema(SCHEMA)
                        .setCodePointLimit(LARGEST)
                        .build();
        return new Compose(settings).composeString(text);
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is over 1 MiB");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }
}
